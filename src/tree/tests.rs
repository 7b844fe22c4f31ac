//! Renderings that are cut off after every step, on a file system in memory.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// A file system: every folder and file of the output folder by its path,
/// those of the staging folder included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Disk(BTreeMap<String, Node>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Folder,
    File(Vec<u8>),
}

/// Path and content of each file.
type Files = BTreeMap<&'static str, u8>;

impl Disk {
    /// The output folder as a rendering leaves it.
    fn rendered(files: &Files) -> Self {
        let mut disk = Self::default();
        let lock = desired(files);
        let text = lock_of(&lock).text();
        disk.0
            .insert(LOCK_NAME.to_owned(), Node::File(text.into_bytes()));
        for (path, file) in lock.files() {
            disk.0.extend(
                path.folders()
                    .map(|folder| (folder.to_string(), Node::Folder)),
            );
            disk.0
                .insert(path.to_string(), Node::File(file.bytes.clone()));
        }
        disk
    }

    fn found(&self) -> Found {
        let state = |node: &Node| match node {
            Node::Folder => State::Folder,
            Node::File(bytes) => State::File(Hash::of(bytes)),
        };
        let path = |path: &str| match path {
            LOCK_NAME => Some(FilePath::lock()),
            path => FilePath::new(path),
        };
        self.0
            .iter()
            .filter_map(|(name, node)| Some((path(name)?, state(node))))
            .collect()
    }

    fn staged(&self, name: &str) -> Option<&[u8]> {
        match self.0.get(&staging(name)) {
            Some(Node::File(bytes)) => Some(bytes),
            Some(Node::Folder) | None => None,
        }
    }

    fn lock(&self) -> Lock {
        match self.0.get(LOCK_NAME) {
            Some(Node::File(bytes)) => {
                Lock::parse(&String::from_utf8(bytes.clone()).unwrap()).unwrap()
            }
            Some(Node::Folder) | None => Lock::default(),
        }
    }

    /// Carries out one step as a file system would.
    fn step(&mut self, step: &Step, content: &dyn Fn(&Content) -> Vec<u8>) {
        match step {
            Step::Write {
                staged,
                content: what,
            } => {
                let before = self.0.insert(staging(staged), Node::File(content(what)));
                assert_eq!(before, None, "{staged} is written twice");
            }
            Step::Rename { staged, to } => {
                let file = self
                    .0
                    .remove(&staging(staged))
                    .expect("what is renamed is there");
                let to = place(to);
                if let Some((folder, _)) = to.rsplit_once('/') {
                    assert_eq!(self.0.get(folder), Some(&Node::Folder), "{folder}");
                }
                assert_ne!(self.0.insert(to, file), Some(Node::Folder));
            }
            Step::Delete(at) => {
                assert_ne!(self.0.remove(&place(at)), Some(Node::Folder));
            }
            Step::MakeFolder(path) => {
                let before = self.0.insert(path.to_string(), Node::Folder);
                assert!(matches!(before, None | Some(Node::Folder)), "{path}");
            }
            Step::RemoveFolder(path) => {
                let inside = format!("{path}/");
                if !self.0.keys().any(|other| other.starts_with(&inside)) {
                    self.0.remove(path.as_str());
                }
            }
            Step::Sync(_) => {}
            Step::RemoveStaging => self.0.retain(|path, _| !path.starts_with(STAGING_NAME)),
        }
    }

    /// What a killed run left, if it left anything.
    fn left(&self) -> Option<Left> {
        if !self.0.contains_key(STAGING_NAME) {
            return None;
        }
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let journal = |name| {
            self.staged(name)
                .map(|bytes| Journal::parse(&text(bytes)).unwrap())
        };
        Some(match (journal(JOURNAL_NAME), journal(PLAN_NAME)) {
            (Some(journal), _) => Left::Committed(journal),
            (None, Some(journal)) => Left::Planned(journal),
            (None, None) => Left::Junk,
        })
    }

    fn recovery(&self) -> Result<Vec<Step>, Vec<Conflict>> {
        let Some(left) = self.left() else {
            return Ok(Vec::new());
        };
        let inside = staging("");
        let hash = |(path, node): (&String, &Node)| match node {
            Node::File(bytes) => Some((path.strip_prefix(&inside)?.to_owned(), Hash::of(bytes))),
            Node::Folder => None,
        };
        recovery(
            &left,
            &self.0.iter().filter_map(hash).collect(),
            &self.found(),
        )
    }

    /// Recovers, but is killed after so many steps.
    fn recover(&mut self, until: usize) {
        for step in self.recovery().unwrap().iter().take(until) {
            self.step(step, &|_| panic!("nothing is written"));
        }
    }
}

fn staging(name: &str) -> String {
    format!("{STAGING_NAME}/{name}")
}

fn place(place: &Place) -> String {
    match place {
        Place::Staging(name) => staging(name),
        Place::Tree(path) => path.to_string(),
    }
}

fn desired(files: &Files) -> Desired {
    let mut desired = Desired::default();
    for (path, content) in files {
        desired.add(path, Owners::every(), vec![*content; 3]);
    }
    desired
}

fn lock_of(desired: &Desired) -> Lock {
    let entry = |file: &File| Entry {
        hash: Hash::of(&file.bytes),
        owners: file.owners.clone(),
    };
    Lock {
        files: desired
            .files()
            .map(|(path, file)| (path.clone(), entry(file)))
            .collect(),
    }
}

/// A rendering that is about to be carried out.
struct Rendering {
    before: Disk,
    after: Disk,
    steps: Vec<Step>,
    committed: usize,
    journal: Journal,
    desired: Desired,
    lock: Lock,
}

impl Rendering {
    fn new(before: Disk, files: &Files) -> Self {
        let desired = desired(files);
        let found = before.found();
        let changes = changes(&before.lock(), &desired, &found, &Scope::Whole).unwrap();
        let old_lock = match found.get(&FilePath::lock()) {
            Some(State::File(hash)) => Some(*hash),
            _ => None,
        };
        let journal = Journal::new(&changes, &found, old_lock);
        let (steps, committed) = steps(&journal);
        let after = Disk::rendered(files);
        Self {
            before,
            after,
            steps,
            committed,
            journal,
            desired,
            lock: changes.lock,
        }
    }

    fn content(&self, what: &Content) -> Vec<u8> {
        match what {
            Content::Journal => self.journal.text().into_bytes(),
            Content::File(path) => self.desired.get(path).unwrap().bytes.clone(),
            Content::Lock => self.lock.text().into_bytes(),
            Content::Empty => Vec::new(),
        }
    }

    /// The disk after so many steps; the last is cut off in the middle if it
    /// writes and `torn` says so.
    fn killed(&self, after: usize, torn: bool) -> Disk {
        let mut disk = self.before.clone();
        disk.0.insert(STAGING_NAME.to_owned(), Node::Folder);
        for (number, step) in self.steps.iter().take(after).enumerate() {
            let half = torn && number + 1 == after;
            disk.step(step, &|what| {
                let mut bytes = self.content(what);
                let keep = if half { bytes.len() / 2 } else { bytes.len() };
                bytes.truncate(keep);
                bytes
            });
        }
        disk
    }

    /// Checks what follows from being killed after every step, and again after
    /// every step of the recovery.
    fn check(&self) {
        let writes = |until: usize| {
            let last = until.checked_sub(1).and_then(|last| self.steps.get(last));
            matches!(last, Some(Step::Write { .. }))
        };
        let cuts = (0..=self.steps.len()).map(|until| (until, false));
        let torn = (0..=self.steps.len())
            .filter(|until| writes(*until))
            .map(|until| (until, true));
        for (until, torn) in cuts.chain(torn) {
            let disk = self.killed(until, torn);
            self.check_whole(&disk);
            let expected = if until < self.committed {
                &self.before
            } else {
                &self.after
            };
            let steps = disk.recovery().unwrap().len();
            for cut in 0..=steps {
                let mut disk = disk.clone();
                disk.recover(cut);
                self.check_whole(&disk);
                disk.recover(usize::MAX);
                assert_eq!(
                    disk, *expected,
                    "killed after {until}, recovery after {cut}"
                );
            }
        }
        let done = self.killed(self.steps.len(), false);
        let again = changes(&done.lock(), &self.desired, &done.found(), &Scope::Whole).unwrap();
        assert!(again.is_empty());
    }

    /// Each file is as it was before or as it will be.
    fn check_whole(&self, disk: &Disk) {
        for (path, node) in &disk.0 {
            let own = path.starts_with(STAGING_NAME) || path.ends_with(".pgspec-probe");
            let whole = [&self.before, &self.after]
                .iter()
                .any(|tree| tree.0.get(path) == Some(node));
            assert!(own || *node == Node::Folder || whole, "{path}");
        }
    }
}

#[test]
fn a_rendering_that_is_killed_is_undone_or_finished() {
    let before = Files::from([("a", 1), ("b/c", 1), ("b/d", 1), ("old/x/y", 1)]);
    let after = Files::from([("a", 1), ("b/c", 2), ("e/f/g", 1), ("e/h", 1)]);
    Rendering::new(Disk::rendered(&before), &after).check();
    Rendering::new(Disk::default(), &after).check();
    Rendering::new(Disk::rendered(&before), &Files::new()).check();
}

#[test]
fn a_file_changed_after_the_kill_is_not_overwritten() {
    let rendering = Rendering::new(
        Disk::rendered(&Files::from([("a", 1), ("b", 1)])),
        &Files::from([("a", 2), ("b", 2)]),
    );
    let mut disk = rendering.killed(rendering.committed, false);
    disk.0.insert("b".to_owned(), Node::File(b"mine".to_vec()));
    let path = FilePath::new("b").unwrap();
    assert_eq!(
        disk.recovery(),
        Err(vec![Conflict::Changed { path: path.clone() }])
    );
    disk.0.insert("b".to_owned(), Node::Folder);
    assert_eq!(
        disk.recovery(),
        Err(vec![Conflict::NotAFile { path: path.clone() }])
    );
    disk.0.remove("b");
    disk.recover(usize::MAX);
    assert_eq!(disk, rendering.after);
}

#[test]
fn a_damaged_staged_file_is_not_put_in_place() {
    let rendering = Rendering::new(Disk::default(), &Files::from([("a", 1)]));
    let mut disk = rendering.killed(rendering.committed, false);
    disk.0.insert(staging("0"), Node::File(Vec::new()));
    let path = FilePath::new("a").unwrap();
    assert_eq!(disk.recovery(), Err(vec![Conflict::Damaged { path }]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_rendering_survives_being_killed(before in files(), after in files()) {
        Rendering::new(Disk::rendered(&before), &after).check();
    }
}

fn files() -> impl Strategy<Value = Files> {
    const PATHS: &[&str] = &["a", "b/c", "b/d", "e/f/g", "e/f/h", "e/i", "j/k"];
    prop::collection::btree_map(prop::sample::select(PATHS), 0..3_u8, 0..5)
}
