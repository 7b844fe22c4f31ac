//! What an application has in its cluster: a database, its owner, and roles.

use super::ledger::Ledger;
use super::names::{self, Names, text};
use crate::spec::{Access, App, Auth, OriginId, Placement, Role, Sourced};

/// An application in a cluster.
#[derive(Debug)]
pub(super) struct Tenant<'a> {
    /// The application.
    pub(super) app: &'a App,
    /// Its name.
    pub(super) name: Sourced<String>,
    /// Its database.
    pub(super) database: Sourced<String>,
    /// The role that owns the database.
    pub(super) owner: Sourced<String>,
    /// The Secret with the owner's password; none where the operator makes one.
    pub(super) owner_secret: Option<Sourced<String>>,
    /// The other roles.
    pub(super) roles: Vec<TenantRole<'a>>,
}

/// A role of an application beside the owner of its database.
#[derive(Debug)]
pub(super) struct TenantRole<'a> {
    /// Its name.
    pub(super) name: Sourced<String>,
    /// What the spec says of it.
    pub(super) role: &'a Role,
    /// Whether it can log in.
    pub(super) login: Sourced<bool>,
    /// The Secret with its password, if it can log in with one.
    pub(super) secret: Option<Sourced<String>>,
    /// Where it comes from that it logs in with a certificate; none if it does not.
    pub(super) certificate: Option<OriginId>,
}

impl<'a> Tenant<'a> {
    /// What an application has in a cluster. `stored` says that passwords come from
    /// a store, that of the owner too.
    pub(super) fn of(
        ledger: &mut Ledger,
        names: &Names<'_>,
        placement: Placement,
        app: &'a App,
        stored: bool,
    ) -> Self {
        let name = text(&app.name);
        let given = app.settings.database.as_ref();
        let derived = names::identifier(ledger, &name);
        let owner = given.and_then(|given| given.owner.as_ref());
        let owner = owner.map_or_else(|| derived.clone(), text);
        let database = given.and_then(|given| given.name.as_ref());
        let database = database.map_or(derived, text);
        let owner_secret = match given.and_then(|given| given.owner_secret.as_ref()) {
            Some(secret) => Some(names.fill(ledger, secret)),
            // The operator makes the Secret of the owner that a cluster is made with.
            None if placement == Placement::PerApp && !stored => None,
            None => Some(names::of_cluster(ledger, names.cluster, &owner)),
        };
        let roles = app.settings.roles.as_ref().into_iter().flatten();
        Self {
            app,
            name,
            database,
            owner,
            owner_secret,
            roles: roles
                .map(|(name, role)| TenantRole::of(ledger, names, name.as_str(), role))
                .collect(),
        }
    }

    /// Whether a role logs in with a certificate.
    pub(super) fn has_certificate(&self, role: &str) -> bool {
        let mut roles = self.roles.iter();
        roles.any(|known| known.name.value == role && known.certificate.is_some())
    }

    /// The roles that can log in, the owner first.
    pub(super) fn logins(&self) -> impl Iterator<Item = &Sourced<String>> {
        let others = self.roles.iter().filter(|role| role.login.value);
        std::iter::once(&self.owner).chain(others.map(|role| &role.name))
    }
}

impl<'a> TenantRole<'a> {
    fn of(ledger: &mut Ledger, names: &Names<'_>, name: &str, role: &'a Role) -> Self {
        let name = Sourced::new(name.to_owned(), role.origin);
        let login = ledger.or(
            role.login.as_ref(),
            true,
            "a role is for somebody to log in",
        );
        let auth = role.auth.filter(|auth| auth.value == Auth::Certificate);
        let certificate = auth.map(|auth| auth.origin);
        let secret = match &role.secret {
            _ if !login.value || certificate.is_some() => None,
            Some(secret) => Some(names.fill(ledger, secret)),
            None => Some(names::of_cluster(ledger, names.cluster, &name)),
        };
        Self {
            name,
            role,
            login,
            secret,
            certificate,
        }
    }

    /// The roles that it is a member of: PostgreSQL's own for what it may do,
    /// since no custom resource grants privileges, then those of the spec.
    ///
    /// `pg_read_all_data` is about every database of the server, but a role only
    /// comes into that of its application (`pg_hba`).
    pub(super) fn memberships(
        &self,
        ledger: &mut Ledger,
        owner: &Sourced<String>,
    ) -> Vec<Sourced<String>> {
        let granted: &[&str] = match self.role.access.map(|access| access.value) {
            None | Some(Access::None) => &[],
            Some(Access::Read) => &["pg_read_all_data"],
            Some(Access::Write) => &["pg_read_all_data", "pg_write_all_data"],
            Some(Access::Owner) => &[owner.value.as_str()],
        };
        let access = self
            .role
            .access
            .map_or(self.role.origin, |access| access.origin);
        let mut roles = Vec::new();
        for role in granted {
            let from = [access, owner.origin];
            roles.push(ledger.derived((*role).to_owned(), "what the role may do", from));
        }
        roles.extend(
            self.role
                .in_roles
                .iter()
                .flat_map(|list| list.value.iter().map(text)),
        );
        roles
    }
}
