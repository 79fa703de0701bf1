import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attacks } from '../test/hostile-snapshot.ts'
import { checkHtml } from './own-html.ts'

const files = ['seal.png']
const read = (html: string) => checkHtml(html, files)

test('text, links, boxes and the page’s own pictures stay as they are', () => {
  const good = `<div class="notice" style="text-align:center;padding:8px 16px">
<p>Call <a href="https://acme.example/help" rel="noopener nofollow">our <strong>desk</strong></a> or <a href="mailto:help@acme.example" rel="noopener nofollow">write</a>.</p>
<img src="seal.png" alt="Certified" width="40" height="40" />
</div>`
  assert.deepEqual(read(good), { html: good, removed: [] })
})

/** S-XSS-5, and more of its kind. */
const hostile = [
  ...attacks.filter((one) => one.includes('<')),
  '<script src="https://evil.example/a.js"></script>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src="https://evil.example/a.png">',
  '<img src="//evil.example/a.png">',
  '<img src=x onerror=alert(1)>',
  '<img src="seal.png" onerror="alert(1)">',
  '<img src="seal.png" srcset="https://evil.example/a.png 2x">',
  '<iframe src="https://evil.example"></iframe>',
  '<form action="https://evil.example"><input name="email"><button>Send</button></form>',
  '<input name="password" type="password">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
  '<link rel="stylesheet" href="https://evil.example/a.css">',
  '<style>.a { background: url(https://evil.example) }</style>',
  '<object data="https://evil.example"></object><embed src="https://evil.example">',
  '<svg><script>alert(1)</script></svg>',
  '<svg><use href="data:image/svg+xml,x"/></svg>',
  '<math><mi href="javascript:alert(1)">x</mi></math>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="java&#10;script:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="//evil.example">x</a>',
  '<a href="https://ok.example" ping="https://evil.example">x</a>',
  '<div style="position:fixed;inset:0">x</div>',
  '<div style="background:url(https://evil.example)">x</div>',
  '<div style="background-color:expression(alert(1))">x</div>',
  '<div style="color:red;-moz-binding:url(x)">x</div>',
  '<div id="main">x</div>',
  '<div onmouseover="alert(1)">x</div>',
  '<template><script>alert(1)</script></template>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<video src="https://evil.example/a.mp4" autoplay></video>',
  '<details ontoggle=alert(1) open>x</details>',
  '<!DOCTYPE html><html><body onload=alert(1)>',
  '<textarea></textarea><script>alert(1)</script>',
]

test('what runs, asks, loads or covers is taken out and named', () => {
  for (const attack of hostile) {
    const { html, removed } = read(attack)
    assert.ok(removed.length > 0, attack)
    for (const [tag] of html.matchAll(/<[^>]*>/g)) {
      const bare = tag.replace(/"[^"]*"/g, '""')
      assert.match(
        bare,
        /^<\/?(p|div|span|strong|b|em|i|u|s|small|br|hr|ul|ol|li|a|img|blockquote|code|sub|sup|h[234]|d[ltd]|abbr|address)\b/,
        attack,
      )
      assert.doesNotMatch(tag, /<img (?!src="seal\.png")|javascript:|data:|position|url\(|(href|src)="\/\//i, attack)
      assert.doesNotMatch(bare, / on\w+=| id=| srcset=| ping=/i, attack)
    }
    assert.deepEqual(read(html).html, html, 'twice is once')
    assert.deepEqual(read(html).removed, [], attack)
  }
})

test('what is taken out says its line', () => {
  const { removed } = read('<p>One</p>\n<p>Two</p>\n<script>alert(1)</script>')
  assert.deepEqual(removed, [{ line: 3, why: 'expected no <script>' }])
})
