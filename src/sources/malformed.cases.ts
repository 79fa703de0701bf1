/** Bodies that no monitoring system sends, by name. For the contract test of sources. */
export function malformed(): [string, Buffer][] {
  const texts: Record<string, string> = {
    empty: '',
    space: ' \n',
    'not JSON': 'hello',
    'half JSON': '{"alerts": [{"status":',
    null: 'null',
    'empty list': '[]',
    number: '5',
    text: '"firing"',
    'empty object': '{}',
    'list of objects': '[{},{}]',
    'deep lists': '['.repeat(100_000),
    'deep lists, closed': '['.repeat(100_000) + ']'.repeat(100_000),
    'deep objects': '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000),
    'many keys': `{${Array.from({ length: 100_000 }, (_, n) => `"k${n}":1`).join(',')}}`,
    'many elements': `[${'1,'.repeat(300_000)}1]`,
    'many alerts': `{"alerts":[${'{"status":"firing","labels":{"a":"b"}},'.repeat(12_000)}{}]}`,
    'same key twice': '{"alerts":1,"alerts":2,"state":"ok","state":"alerting"}',
    'prototype key':
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"alerts":[{"__proto__":[]}]}',
    'huge numbers': '{"id":123456789012345678901234567890,"state":1e999,"check_id":-1e-999}',
    'one long text': `{"title":"${'x'.repeat(900_000)}`,
    NUL: '{"id":"\\u0000","state":"\\u0000"}',
    'byte order mark': '\ufeff{}',
    xml: '<?xml version="1.0"?><alert/>',
    form: 'a=1&b=2&__proto__=3&a=4',
  }
  const cases = Object.entries(texts).map(([name, text]): [string, Buffer] => [name, Buffer.from(text)])
  return [
    ...cases,
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    ['random bytes', Buffer.from([0, 1, 2, 255, 128])],
  ]
}

type Path = (string | number)[]

/** Where every value of the tree stands. */
export function paths(tree: unknown, above: Path = []): Path[] {
  if (typeof tree !== 'object' || tree === null) return []
  const keys = Array.isArray(tree) ? [...tree.keys()] : Object.keys(tree)
  return keys.flatMap((key) => [[...above, key], ...paths(below(tree, key), [...above, key])])
}

/** A copy of the tree with another value in one place. */
export const replaced = (tree: unknown, path: Path, value: unknown) =>
  changed(tree, path, (parent, key) => Object.assign(parent, { [key]: value }))

/** A copy of the tree without one value. */
export const removed = (tree: unknown, path: Path) =>
  changed(tree, path, (parent, key) => Reflect.deleteProperty(parent, key))

function changed(tree: unknown, path: Path, change: (parent: object, key: string | number) => void) {
  const copy = structuredClone(tree)
  const parent = path.slice(0, -1).reduce<unknown>((from, key) => below(from, key), copy)
  change(parent as object, path.at(-1)!)
  return copy
}

const below = (tree: unknown, key: string | number) => (tree as Record<string | number, unknown>)[key]
