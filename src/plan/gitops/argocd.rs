//! Argo CD: an `Application` for what each environment has once, one for each of
//! its clusters, those of the operator, and those that bring them all.

use super::application::{Application, Helm, SyncPolicy, ignored, options};
use super::{Group, Told, operator};
use crate::plan::ledger::Ledger;
use crate::plan::names::text;
use crate::plan::object::{Body, Object};
use crate::plan::{Chart, ClusterPlan, ENVIRONMENT_FOLDER, Environment, GITOPS};
use crate::spec::{ArgoCd, ArgoCdEnvironment, Layout, OriginId, Server, Sourced};

/// The annotation that says in which order Argo CD applies objects.
const WAVE: &str = "argocd.argoproj.io/sync-wave";

/// The annotation by which Argo CD asks the API server what a change would come
/// to, defaults and all, instead of comparing texts.
const COMPARE: (&str, &str) = ("argocd.argoproj.io/compare-options", "ServerSideDiff=true");

/// The annotation by which Argo CD is kept from deleting an object.
const GUARD: &str = "argocd.argoproj.io/sync-options";

/// The entry of `finalizers` by which Argo CD deletes with an Application what it
/// applied.
const CASCADE: &str = "resources-finalizer.argocd.argoproj.io";

/// Where Argo CD itself runs.
const HERE: &str = "https://kubernetes.default.svc";

/// The Applications for all environments, and for each environment its own.
pub(super) fn objects(
    ledger: &mut Ledger,
    told: &Told<'_>,
    argocd: &ArgoCd,
    environments: &[Environment],
) -> (Vec<Object>, Vec<Group>) {
    let all = Applications {
        told,
        argocd,
        environment: None,
        own: None,
    };
    let mut objects = Vec::new();
    let brought = argocd.app_of_apps.is_none_or(|asked| asked.value);
    if brought {
        objects.push(all.bringing(ledger));
    }
    if argocd.operator.is_none_or(|asked| asked.value) {
        let places = operator::places(ledger, told.spec, environments, |environment| {
            let server = all.of(environment).server();
            server.map_or(HERE, |server| server.value.as_str())
        });
        for place in places {
            let here = all.of(place.environment);
            objects.extend(here.operator(ledger, &place));
        }
    }
    let mut groups = Vec::new();
    for environment in environments {
        let here = all.of(environment);
        if brought {
            objects.push(here.bringing(ledger));
        }
        let mut own = vec![here.once(ledger, environment)];
        let clusters = environment.clusters.iter();
        own.extend(clusters.map(|cluster| here.cluster(ledger, environment, cluster)));
        groups.push((environment.name.clone(), own));
    }
    (objects, groups)
}

/// What Applications are made with: those of all environments, or of one.
#[derive(Clone, Copy)]
struct Applications<'a> {
    told: &'a Told<'a>,
    argocd: &'a ArgoCd,
    environment: Option<&'a Sourced<String>>,
    /// What the spec says of the environment.
    own: Option<&'a ArgoCdEnvironment>,
}

/// What one Application is about.
struct About {
    name: Sourced<String>,
    path: Sourced<String>,
    wave: &'static str,
    origin: OriginId,
}

impl<'a> Applications<'a> {
    /// Those of an environment.
    fn of(self, environment: &'a Environment) -> Self {
        let known = self.argocd.environments.as_ref();
        Self {
            environment: Some(&environment.name),
            own: known.and_then(|known| known.get(environment.name.value.as_str())),
            ..self
        }
    }

    /// The Kubernetes cluster that they apply to, if the spec names one.
    fn server(self) -> Option<&'a Sourced<Server>> {
        let own = self.own.and_then(|own| own.server.as_ref());
        own.or(self.argocd.server.as_ref())
    }

    /// The one that brings the others: those of one environment, or of all. It
    /// applies to the cluster that Argo CD runs in.
    fn bringing(self, ledger: &mut Ledger) -> Object {
        let parts: Vec<_> = self.environment.into_iter().collect();
        let folders: Vec<&str> = self
            .environment
            .iter()
            .map(|name| name.value.as_str())
            .collect();
        let about = About {
            name: self.told.name(ledger, &parts),
            path: self
                .told
                .path(ledger, self.argocd.path.as_ref(), GITOPS, &folders),
            wave: "2",
            origin: self.argocd.origin,
        };
        let mut application = self.application(ledger, &about.path);
        application.server = Some(ledger.default(HERE.to_owned(), "where Argo CD runs"));
        application.server_name = None;
        application.namespace = Some(self.namespace(ledger));
        self.object(ledger, about, application)
    }

    /// The one for what an environment has once.
    fn once(self, ledger: &mut Ledger, environment: &Environment) -> Object {
        let folder = ledger.default(
            ENVIRONMENT_FOLDER.to_owned(),
            "what an environment has once",
        );
        let about = About {
            name: self.told.name(ledger, &[&environment.name, &folder]),
            path: self.told.path(
                ledger,
                self.argocd.path.as_ref(),
                &environment.name.value,
                &[ENVIRONMENT_FOLDER],
            ),
            wave: "0",
            origin: environment.name.origin,
        };
        let mut application = self.application(ledger, &about.path);
        application.finalizers = cascade(ledger, &environment.objects);
        self.object(ledger, about, application)
    }

    /// The one for a cluster.
    fn cluster(
        self,
        ledger: &mut Ledger,
        environment: &Environment,
        cluster: &ClusterPlan,
    ) -> Object {
        let path = self.argocd.path.as_ref();
        let (name, is_chart) = (&cluster.name, self.told.layout.value == Layout::Helm);
        let path = if is_chart {
            self.told.path(ledger, path, "charts", &[&name.value])
        } else {
            self.told
                .path(ledger, path, &environment.name.value, &[&name.value])
        };
        let about = About {
            name: self.told.name(ledger, &[&environment.name, name]),
            path,
            wave: "1",
            origin: name.origin,
        };
        let mut application = self.application(ledger, &about.path);
        application.finalizers = cascade(ledger, &cluster.objects);
        application.namespace = namespace(cluster);
        application.ignore_differences = ignored(ledger);
        application.helm = is_chart.then(|| {
            let values = format!("values-{}.yaml", environment.name);
            let why = "the values of the environment; Helm adds `values.yaml` itself";
            Helm {
                release_name: name.clone(),
                value_files: vec![ledger.derived(values, why, [environment.name.origin])],
            }
        });
        self.object(ledger, about, application)
    }

    /// Those of the operator and its plugin.
    fn operator(self, ledger: &mut Ledger, place: &operator::Place<'_>) -> Vec<Object> {
        let (server, namespace) = (place.server, &place.namespace);
        let slug = operator::slug(server).filter(|_| server != HERE);
        let origin = self
            .server()
            .map_or(self.argocd.origin, |server| server.origin);
        let why = "the Kubernetes cluster, as it can stand in a name";
        let server = slug.map(|slug| ledger.derived(slug, why, [origin]));
        let all = Self {
            environment: None,
            own: None,
            ..self
        };
        let mut objects = Vec::new();
        if self.told.layout.value == Layout::Helm {
            let name = ledger.default("operator".to_owned(), "the chart of the operator");
            let about = About {
                name: self.told.name(ledger, &names(server.as_ref(), &name)),
                path: self
                    .told
                    .path(ledger, self.argocd.path.as_ref(), "charts", &["operator"]),
                wave: "0",
                origin,
            };
            let application = self.application(ledger, &about.path);
            let application = all.installing(ledger, application, namespace, "cloudnative-pg");
            return vec![all.object(ledger, about, application)];
        }
        let version = &self.told.operator.version;
        let charts = self.told.operator.charts().into_iter().zip(["0", "1"]);
        for (chart, wave) in charts.take(if place.plugin { 2 } else { 1 }) {
            let Chart {
                name,
                version: release,
                repository,
            } = chart;
            let name = ledger.derived(name.to_owned(), "a chart of the operator", [version.origin]);
            let about = About {
                name: self.told.name(ledger, &names(server.as_ref(), &name)),
                path: name.clone(),
                wave,
                origin,
            };
            let mut application = self.application(ledger, &about.path);
            application.path = None;
            application.chart = Some(name.clone());
            application.repo_url =
                ledger.default(repository.to_owned(), "where the project keeps its charts");
            let why = "the chart that installs that release";
            application.target_revision = ledger.derived(release.to_owned(), why, [version.origin]);
            let application = all.installing(ledger, application, namespace, &name.value);
            objects.push(all.object(ledger, about, application));
        }
        objects
    }

    /// An Application that installs a chart of the operator.
    fn installing(
        self,
        ledger: &mut Ledger,
        mut application: Application,
        namespace: &Sourced<String>,
        release: &str,
    ) -> Application {
        let why = "its objects are named after the release";
        application.helm = Some(Helm {
            release_name: ledger.default(release.to_owned(), why),
            value_files: Vec::new(),
        });
        // What is different in one of the environments is no matter of the operator's.
        application.automated = self.automated(ledger);
        application.namespace = Some(namespace.clone());
        let why = "nothing else makes the namespace of the operator";
        application
            .sync_options
            .push(ledger.default("CreateNamespace=true", why));
        application
    }

    /// An Application that applies a folder.
    fn application(self, ledger: &mut Ledger, path: &Sourced<String>) -> Application {
        let argocd = self.argocd;
        let own = self.own;
        let revision = own
            .and_then(|own| own.revision.as_ref())
            .or(argocd.revision.as_ref());
        let project = own
            .and_then(|own| own.project.as_ref())
            .or(argocd.project.as_ref());
        let server = self
            .server()
            .map(|server| (server.value.is_address(), text(server)));
        let (server, server_name) = match server {
            Some((true, server)) => (Some(server), None),
            Some((false, name)) => (None, Some(name)),
            None => (
                Some(ledger.default(HERE.to_owned(), "where Argo CD runs")),
                None,
            ),
        };
        Application {
            finalizers: Vec::new(),
            project: match project {
                Some(project) => text(project),
                None => ledger.default("default".to_owned(), "the AppProject that is always there"),
            },
            repo_url: text(&argocd.repo_url),
            target_revision: match revision {
                Some(revision) => text(revision),
                None => ledger.default("HEAD".to_owned(), "the default branch"),
            },
            path: Some(path.clone()),
            chart: None,
            helm: None,
            server,
            server_name,
            namespace: None,
            automated: self.automated(ledger),
            sync_options: options(ledger),
            ignore_differences: Vec::new(),
        }
    }

    /// Whether and how changes are applied by themselves.
    fn automated(self, ledger: &mut Ledger) -> Option<SyncPolicy> {
        let own = self.own.and_then(|own| own.sync_policy).unwrap_or_default();
        let all = self.argocd.sync_policy.unwrap_or_default();
        let asked = own.automated.or(all.automated);
        if asked.is_some_and(|asked| !asked.value) {
            return None;
        }
        let prune = own.prune.or(all.prune);
        let self_heal = own.self_heal.or(all.self_heal);
        let why = "what is no longer in Git goes, but for what carries a guard";
        Some(SyncPolicy {
            prune: ledger.or(prune.as_ref(), true, why),
            self_heal: ledger.or(self_heal.as_ref(), true, "Git says how it is to be"),
        })
    }

    /// The namespace of Argo CD.
    fn namespace(self, ledger: &mut Ledger) -> Sourced<String> {
        match &self.argocd.namespace {
            Some(namespace) => text(namespace),
            None => ledger.default("argocd".to_owned(), "where Argo CD is installed by default"),
        }
    }

    fn object(self, ledger: &mut Ledger, about: About, application: Application) -> Object {
        let namespace = self.namespace(ledger);
        let mut metadata = self
            .told
            .metadata(ledger, about.name, namespace, self.environment);
        let why = "the operator first, then its plugin and the environments; in these, what a cluster needs before the clusters";
        let wave = ledger.default(about.wave.to_owned(), why);
        metadata.annotations.insert(WAVE.to_owned(), wave);
        let why = "what the API server and the operator's webhook fill in is no difference";
        let compare = ledger.default(COMPARE.1.to_owned(), why);
        metadata.annotations.insert(COMPARE.0.to_owned(), compare);
        let body = Body::Application(Box::new(application));
        Object::new(metadata, body, about.origin)
    }
}

/// What the name of an operator's Application says beside the project.
fn names<'n>(
    server: Option<&'n Sourced<String>>,
    name: &'n Sourced<String>,
) -> Vec<&'n Sourced<String>> {
    server.into_iter().chain([name]).collect()
}

/// The finalizer by which what was applied goes with the Application, unless
/// one of the objects is guarded.
fn cascade(ledger: &mut Ledger, objects: &[Object]) -> Vec<Sourced<&'static str>> {
    let mut guarded = objects.iter().map(|object| &object.metadata.annotations);
    if guarded.any(|annotations| annotations.contains_key(GUARD)) {
        return Vec::new();
    }
    let why = "nothing here is guarded: it goes with its Application";
    vec![ledger.default(CASCADE, why)]
}

/// The namespace of a cluster.
fn namespace(cluster: &ClusterPlan) -> Option<Sourced<String>> {
    let mut objects = cluster.objects.iter();
    objects.find_map(|object| object.metadata.namespace.clone())
}
