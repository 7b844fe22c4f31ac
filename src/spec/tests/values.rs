//! Values that a setting does not take.

use super::all;

#[test]
fn values_of_the_wrong_form() {
    all(&[
        (
            "defaults: { postgres: eighteen }",
            "[eighteen] `eighteen` is not a version of PostgreSQL; write a version such as `18`",
        ),
        (
            "defaults: { postgres: 18.1 }",
            "[18.1] `18.1` is a minor version of PostgreSQL, not a major; write `18`",
        ),
        (
            "defaults: { instances: 0 }",
            "[0] `instances` takes 1 to 100, not 0",
        ),
        (
            "defaults: { instances: three }",
            "[three] `instances` takes a whole number, not text",
        ),
        (
            "defaults: { instances: \"3\" }",
            "[\"3\"] `instances` takes a whole number, not text; leave out the quotes",
        ),
        (
            "defaults: { instances: 1.5 }",
            "[1.5] `instances` takes a whole number, not `1.5`",
        ),
        (
            "defaults: { storage: 20GB }",
            "[20GB] `20GB` is not a quantity: there is no unit `GB`; write `Gi`",
        ),
        (
            "defaults: { storage: -1Gi }",
            "[-1Gi] `-1Gi` is not more than zero; ask for more than zero",
        ),
        (
            "defaults: { memory: true }",
            "[true] `memory` takes text or a number, not `true`",
        ),
        (
            "defaults: { zones: true }",
            "[true] `zones` takes `false` or a whole number, not `true`",
        ),
        ("defaults: { zones: 1 }", "[1] `zones` takes 2 to 16, not 1"),
        (
            "defaults: { network: yes }",
            "[yes] `network` takes `true` or `false` or a map, not text; write `true`",
        ),
        (
            "defaults: { network: { operatorPolicy: off } }",
            "[off] `operatorPolicy` takes `true` or `false`, not text; write `false`",
        ),
        (
            "defaults: { placement: per-application }",
            "[per-application] `placement` takes `shared` or `per-app`, not `per-application`",
        ),
        (
            "defaults: { labels: { a b: c } }",
            "[a b] `a b` is not a label key: a blank is not allowed; write `a-b`",
        ),
        (
            "defaults: { labels: { version: 1.10 } }",
            "[1.10] `version` takes text, not a number; put it in quotes",
        ),
        (
            "defaults: { storageClass: Fast }",
            "[Fast] `Fast` is not a name: `F` is not allowed; write `fast`",
        ),
        (
            "defaults: { image: \"postgres:\" }",
            "[\"postgres:\"] `postgres:` is not an image: its repository is invalid; write `registry/repository:tag`, in lower case up to the tag, `@sha256:` and 64 hexadecimal digits following where wanted",
        ),
        (
            "defaults: { parameters: { Work_Mem: 1MB } }",
            "[Work_Mem] `Work_Mem` is not the name of a parameter; write lower-case letters, digits and `_`, an extension's with its name and a point in front",
        ),
        (
            "defaults: { parameters: { work_mem: [1] } }",
            "[[1]] `work_mem` takes text, a number or `true` or `false`, not a list",
        ),
        (
            "defaults: { pgHba: [host all all md5] }",
            "[host all all md5] the line lacks the method; write `TYPE DATABASE USER ADDRESS METHOD`, such as `hostssl odoo odoo_ro 10.0.0.0/8 scram-sha-256`",
        ),
        (
            "defaults: { pgHba: reject }",
            "[reject] `pgHba` takes a list, not text; write a list: `[a, b]`",
        ),
        (
            "defaults: { tolerations: [{ operator: exists }] }",
            "[exists] `operator` takes `Equal` or `Exists`, not `exists`; did you mean `Exists`",
        ),
        (
            "defaults: { affinity: { nodes: strict } }",
            "[strict] `nodes` takes `required`, `preferred` or `off`, not `strict`",
        ),
        (
            "defaults: { namespace: \"{env}-db\" }",
            "[\"{env}-db\"] there is no placeholder `{env}`; the placeholders are `{app}`, `{cluster}`, `{environment}`, `{project}`",
        ),
        (
            "defaults: { namespace: a/b }",
            "[a/b] `a/b` is not the name of a namespace: it holds `/`; write lower-case letters, digits and `-`, with placeholders where wanted",
        ),
        (
            "defaults: { database: { name: postgres, encoding: utf8 } }",
            "[postgres] the database name `postgres` is reserved; choose another name; PostgreSQL has this one\n[utf8] `utf8` is not an encoding of a database; write `UTF8`, or another encoding of a server, such as `LATIN1`",
        ),
        (
            "defaults: { roles: { pg_reader: {} } }",
            "[pg_reader] the role name `pg_reader` is reserved; choose another name; PostgreSQL has this one",
        ),
        (
            "defaults: { database: { extensions: [pg trgm] } }",
            "[pg trgm] `pg trgm` is not a PostgreSQL extension name: a blank is not allowed; write `pg_trgm`",
        ),
        (
            "defaults: { poolers: { rw: { mode: statement } } }",
            "[statement] `mode` takes `session` or `transaction`, not `statement`",
        ),
        (
            "defaults: { poolers: { rx: {} } }",
            "[rx] unknown key `rx`; write `rw`, `ro`, `r` or `enabled`",
        ),
        (
            "defaults: { synchronous: { number: 0 } }",
            "[0] `number` takes 1 to 99, not 0",
        ),
        (
            "defaults: { monitoring: { runbooks: runbooks.example.com } }",
            "[runbooks.example.com] `runbooks.example.com` starts with neither `https://` nor `http://`; write an address such as `https://runbooks.example.com/pg`",
        ),
        (
            "defaults: { monitoring: { alerts: { thresholds: { volumeUse: 100, backupAge: 1 day } } } }",
            "[100] `volumeUse` takes 1 to 99, not 100\n[1 day] `1 day` is not a duration: there is no unit `day`; write weeks, days, hours, minutes and seconds as `2w`, `30d`, `4h`, `15m`, `30s`",
        ),
        (
            "defaults: { network: { apiServer: { cidrs: [10.0.0.1/8], ports: [0] } } }",
            "[10.0.0.1/8] `10.0.0.1/8` has bits after its length; write `10.0.0.0/8`\n[0] `ports` takes 1 to 65535, not 0",
        ),
        (
            "defaults: { backup: { schedule: 0 2 * * * } }",
            "[0 2 * * *] a schedule has six fields, the first of them seconds; write `0 0 2 * * *`",
        ),
        (
            "defaults: { backup: { schedule: dayly 02:00 } }",
            "[dayly 02:00] `dayly 02:00` is not a schedule; write `hourly`, `every 6h`, `daily 02:00`, `weekly sun 03:30`, `monthly 1 02:00` or six cron fields",
        ),
        (
            "defaults: { backup: { retention: 30 days } }",
            "[30 days] `30 days` is not a retention; write days, weeks or months as `30d`, `4w` or `3m`; there are no other units",
        ),
        (
            "defaults: { instances: 0x3 }",
            "[0x3] readers of YAML disagree about `0x3`; write a number as decimal digits, and text in quotes",
        ),
        (
            "defaults: { labels: { code: 0755 } }",
            "[0755] readers of YAML disagree about `0755`; write a number as decimal digits, and text in quotes",
        ),
        (
            "accept: [{ rule: x }]",
            "[{ rule: x }] `accept` lacks `reason`; add `reason`",
        ),
        (
            "accept: [{ rule: x, reason: y, until: 31.1.2027 }]",
            "[31.1.2027] `31.1.2027` is not a date; write year, month and day as `2027-01-31`",
        ),
    ]);
}
