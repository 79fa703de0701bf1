const page = 'version: 1\npages:\n  - slug: acme\n    name: Acme\n    components: [{ key: api, name: API }]\n'
const rule = (more: string) => `${page}rules:\n  - name: R\n    match: {}\n${more}`

const metric = (entry: string) => `version: 1\npages:\n  - slug: a\n    name: A\n    metrics:\n      - ${entry}`

/** What is written, and the one line that must come of it. */
export const cases: [name: string, text: string, line: string | RegExp][] = [
  ['nothing', '', /^f\.yaml:1:1 expected fields with values/],
  ['a list', '- a', /^f\.yaml:1:1 expected fields with values/],
  ['no version', 'pages: []', 'f.yaml:1:1 version: expected 1; it is missing'],
  ['another version', 'version: 2', 'f.yaml:1:10 version: expected 1, found the number 2'],
  ['no YAML', 'version: 1\npages: [', /^f\.yaml:2:9 expected YAML: /],
  ['a tab', 'version: 1\npages:\n\t- slug: a', /^f\.yaml:3:1 expected YAML: /],
  ['a field twice', 'version: 1\nversion: 1', 'f.yaml:2:1 this field stands twice in the same place'],
  ['a second document', 'version: 1\n---\nversion: 1', /^f\.yaml:2:1 expected one document/],
  ['an unknown field', `${page}ruels: []`, 'f.yaml:6:1 ruels: unknown field; did you mean "rules"?'],
  [
    'an unknown field below',
    'version: 1\npages:\n  - { slug: a, name: A, timezone: UTC }',
    'f.yaml:3:25 pages[0].timezone: unknown field; did you mean "timeZone"?',
  ],
  [
    'a field of another world',
    rule('    publish: { mode: auto, retries: 3 }\n    component: api'),
    'f.yaml:9:28 rules[0].publish.retries: unknown field; known here: mode, for',
  ],
  [
    'a password that anybody would try',
    'version: 1\npages:\n  - slug: a\n    name: A\n    access: { password: hunter2hunter2 }',
    'f.yaml:5:25 pages[0].access.password: this one is among the first that are tried; take another',
  ],
  [
    'a password that is too short, which is not repeated',
    'version: 1\npages:\n  - slug: a\n    name: A\n    access: { password: abc }',
    'f.yaml:5:25 pages[0].access.password: expected at least 8 characters',
  ],
  ['text for a list', 'version: 1\nrules: none', 'f.yaml:2:8 rules: expected a list, found "none"'],
  [
    'a number for text',
    'version: 1\npages:\n  - slug: acme\n    name: 42',
    'f.yaml:4:11 pages[0].name: expected text, found the number 42',
  ],
  [
    'a tag that is a number',
    'version: 1\npages: [{ slug: a, name: A, components: [{ key: k, name: K, tags: { tier: 1 } }] }]',
    'f.yaml:2:75 pages[0].components[0].tags.tier: expected text, found the number 1',
  ],
  [
    'nothing for a name',
    'version: 1\npages:\n  - slug: acme\n    name:',
    /^f\.yaml:4:10 pages\[0\]\.name: expected text, found nothing/,
  ],
  [
    'a slug with capitals',
    'version: 1\npages: [{ slug: Acme, name: A }]',
    'f.yaml:2:17 pages[0].slug: expected lower-case letters, digits and "-", at most 63, found "Acme"',
  ],
  [
    'a zone that is none',
    'version: 1\npages: [{ slug: a, name: A, timeZone: Mars/Base }]',
    /^f\.yaml:2:39 pages\[0\]\.timeZone: expected the IANA name of a time zone.*found "Mars\/Base"$/,
  ],
  [
    'a component without a name',
    'version: 1\npages:\n  - slug: a\n    name: A\n    components:\n      - key: api',
    'f.yaml:6:9 pages[0].components[0].name: expected text; it is missing',
  ],
  [
    'a component deep below',
    'version: 1\npages: [{ slug: a, name: A, components: [{ key: k, name: K, components: [{ key: l, name: L, colour: red }] }] }]',
    /^f\.yaml:2:\d+ pages\[0\]\.components\[0\]\.components\[0\]\.colour: unknown field/,
  ],
  [
    'a key twice',
    'version: 1\npages:\n  - slug: a\n    name: A\n    components:\n      - { key: k, name: K }\n      - { key: k, name: L }',
    'f.yaml:7:16 pages[0].components[1].key: "k" stands here a second time; expected another one',
  ],
  [
    'a metric twice',
    `${metric('{ key: m, name: M }')}\n      - { key: m, name: N }`,
    'f.yaml:7:16 pages[0].metrics[1].key: "m" stands here a second time; expected another one',
  ],
  [
    'the position of a metric, which is its place in the list',
    metric('{ key: m, name: M, position: 2 }'),
    /^f\.yaml:6:28 pages\[0\]\.metrics\[0\]\.position: unknown field; known here: key, name, /,
  ],
  [
    'an axis that ends before it begins',
    metric('{ key: m, name: M, minimum: 5, maximum: 5 }'),
    'f.yaml:6:49 pages[0].metrics[0].maximum: expected a number above the minimum, found the number 5',
  ],
  [
    'a metric for an audience that is not there',
    metric('{ key: m, name: M, audiences: [staff, gold] }'),
    'f.yaml:6:47 pages[0].metrics[0].audiences[1]: expected the key of an audience that is there, found "gold"',
  ],
  [
    'a regular expression of another kind',
    `${page}rules: [{ name: R, match: { title: "/(?=x)/" }, publish: { mode: record } }]`,
    /^f\.yaml:6:\d+ rules\[0\]\.match\.title: expected a regular expression in RE2 syntax/,
  ],
  [
    'an unknown field to match',
    `${page}rules: [{ name: R, match: { colour: red }, publish: { mode: record } }]`,
    /^f\.yaml:6:\d+ rules\[0\]\.match\.colour: unknown field; expected one of source, kind/,
  ],
  [
    'a field to match that is nearly one',
    `${page}rules: [{ name: R, match: { titel: "*x*" }, publish: { mode: record } }]`,
    /^f\.yaml:6:\d+ rules\[0\]\.match\.titel: unknown field; did you mean "title"\?/,
  ],
  [
    'a number to match',
    `${page}rules: [{ name: R, match: { title: 5 }, publish: { mode: record } }]`,
    /rules\[0\]\.match\.title: expected text or a list, found the number 5$/,
  ],
  [
    'a number in a list to match',
    `${page}rules: [{ name: R, match: { title: [a, 5] }, publish: { mode: record } }]`,
    'f.yaml:6:40 rules[0].match.title[1]: expected text, found the number 5',
  ],
  [
    'a severity that no alert has',
    `${page}rules: [{ name: R, match: { severity: [warning, high] }, publish: { mode: record } }]`,
    /^f\.yaml:6:49 rules\[0\]\.match\.severity\[1\]: expected one of info, warning, error, critical.*found "high"$/,
  ],
  [
    'hold without for',
    rule('    component: api\n    publish: { mode: hold }'),
    'f.yaml:10:14 rules[0].publish.for: expected how long to hold, such as 5m; it is missing',
  ],
  [
    'for without hold',
    rule('    component: api\n    publish: { mode: auto, for: 5m }'),
    'f.yaml:10:33 rules[0].publish.for: expected only with the mode "hold", found "5m"',
  ],
  [
    'a duration in words',
    rule('    component: api\n    publish: { mode: hold, for: 5 minutes }'),
    'f.yaml:10:33 rules[0].publish.for: expected a duration such as 30s, 5m or 1h30m, found "5 minutes"',
  ],
  [
    'a mode that is none',
    rule('    component: api\n    publish: { mode: later }'),
    'f.yaml:10:22 rules[0].publish.mode: expected one of auto, hold, approve, record, found "later"',
  ],
  [
    'no place to post',
    rule('    publish: { mode: auto }'),
    'f.yaml:7:5 rules[0].component: expected a component or a page to post on; it is missing',
  ],
  [
    'a status that is none',
    rule('    component: api\n    status: slow\n    publish: { mode: auto }'),
    /^f\.yaml:10:13 rules\[0\]\.status: expected one of under_maintenance, degraded_performance/,
  ],
  [
    'an unknown component',
    rule('    component: apl\n    publish: { mode: auto }'),
    'f.yaml:9:16 rules[0].component: expected the key of a component that is there, found "apl"; did you mean "api"?',
  ],
  [
    'an unknown page',
    rule('    page: acne\n    publish: { mode: auto }'),
    'f.yaml:9:11 rules[0].page: expected the slug of a page that is there, found "acne"; did you mean "acme"?',
  ],
  [
    'an unknown message',
    rule('    component: api\n    message: slow\n    publish: { mode: auto }'),
    'f.yaml:10:14 rules[0].message: expected a message that is there, found "slow"',
  ],
  [
    'a rule twice',
    `${page}rules:\n  - { name: R, match: {}, publish: { mode: record } }\n  - { name: R, match: {}, publish: { mode: record } }`,
    'f.yaml:8:13 rules[1].name: "R" stands here a second time; expected another one',
  ],
  [
    'an unknown value',
    'version: 1\nmessages:\n  - key: m\n    title: T\n    investigating: Hello {{component.nam}}',
    'f.yaml:5:20 messages[0].investigating: {{component.nam}} is not a known value; did you mean {{component.name}}?',
  ],
  [
    'an expression',
    'version: 1\nmessages: [{ key: m, title: "{{7*7}}", investigating: I }]',
    'f.yaml:2:29 messages[0].title: {{7*7}} is not the path of a value; nothing is evaluated here',
  ],
  [
    'a value that is not closed',
    'version: 1\nmessages: [{ key: m, title: T, investigating: "Since {{startedAt" }]',
    'f.yaml:2:47 messages[0].investigating: {{ opens a value that no }} closes',
  ],
  [
    'a promise at the end',
    'version: 1\nmessages: [{ key: m, title: T, investigating: I, resolved: "{{nextUpdateAt}}" }]',
    /^f\.yaml:2:60 messages\[0\]\.resolved: \{\{nextUpdateAt\}\} has no value here/,
  ],
  [
    'a title of two lines',
    'version: 1\nmessages: [{ key: m, title: "a\\nb", investigating: I }]',
    /messages\[0\]\.title: expected one line/,
  ],
  [
    'a promise that no rule gives',
    `${rule('    component: api\n    message: m\n    publish: { mode: auto }')}\nmessages: [{ key: m, title: T, investigating: "by {{nextUpdateAt}}" }]`,
    'f.yaml:7:5 rules[0]: expected nextUpdateEvery, such as 30m: the message "m" says {{nextUpdateAt}}',
  ],
  [
    'a kind that is none',
    'version: 1\nsources: [{ key: s, kind: nagios2000 }]',
    /^f\.yaml:2:27 sources\[0\]\.kind: expected one of alertmanager, .*found "nagios2000"$/,
  ],
  [
    'a setting that is none',
    'version: 1\nsources: [{ key: s, kind: newrelic, settings: { region: us } }]',
    'f.yaml:2:57 sources[0].settings.region: unknown setting; newrelic takes none',
  ],
  [
    'a mapping that is none',
    'version: 1\nsources:\n  - key: s\n    kind: json\n    settings: { key: a.(b }',
    /^f\.yaml:5:22 sources\[0\]\.settings\.key: expected a path .* from character 4 on$/,
  ],
  [
    'a variable that is not set',
    'version: 1\nsources:\n  - { key: s, kind: newrelic, token: "${MISSING_TOKEN}" }',
    'f.yaml:3:38 sources[0].token: the environment variable MISSING_TOKEN is not set',
  ],
  [
    'a variable that is empty',
    'version: 1\npages: [{ slug: a, name: "${EMPTY}" }]',
    'f.yaml:2:26 pages[0].name: the environment variable EMPTY is not set',
  ],
  [
    'a variable with a wrong name',
    'version: 1\npages: [{ slug: a, name: "${a-b}" }]',
    /^f\.yaml:2:26 pages\[0\]\.name: expected \$\{NAME\}/,
  ],
  [
    'a short token',
    'version: 1\nsources: [{ key: s, kind: newrelic, token: "${SHORT}" }]',
    /^f\.yaml:2:44 sources\[0\]\.token: expected 16 to 200 letters.* that nobody can guess$/,
  ],
  [
    'an address that is none',
    `${page}subscribers: [{ page: acme, email: pat }]`,
    'f.yaml:6:36 subscribers[0].email: expected an e-mail address, found "pat"',
  ],
  [
    'no components at all',
    `${page}subscribers: [{ page: acme, email: p@a.example, components: [] }]`,
    /subscribers\[0\]\.components: expected at least one component/,
  ],
  [
    'a component that is not there',
    `${page}subscribers: [{ page: acme, email: p@a.example, components: [api, web] }]`,
    'f.yaml:6:67 subscribers[0].components[1]: expected the key of a component that is there, found "web"',
  ],
  [
    'a subscriber twice',
    `${page}subscribers:\n  - { page: acme, email: p@a.example }\n  - { page: acme, email: P@a.example }`,
    /^f\.yaml:8:26 subscribers\[1\]\.email: "P@a\.example" stands here a second time/,
  ],
  [
    'a variable without quotes',
    'version: 1\npages: [{ slug: a, name: ${NAME} }]',
    /^f\.yaml:2:27 expected YAML: .* Write "\$\{NAME\}" in quotes here$/,
  ],
]
