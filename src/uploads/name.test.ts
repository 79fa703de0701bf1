import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nameFrom } from './name.ts'

test('a name is a label, whatever it was sent as', () => {
  const cases = {
    'Logo (final).PNG': 'logo-final.png',
    '../../../etc/passwd': 'passwd.png',
    '..\\..\\windows\\system.ini': 'system.png',
    'logo\0.php': 'logo.png',
    CON: 'con.png',
    'shell.php.png': 'shell-php.png',
    '.htaccess': 'file.png',
    '': 'file.png',
    '..': 'file.png',
    'Größe.svg': 'gro-e.png',
    '标志.png': 'file.png',
    '<img src=x onerror=alert(1)>.png': 'img-src-x-onerror-alert-1.png',
  }
  for (const [called, name] of Object.entries(cases)) assert.equal(nameFrom(called, 'png'), name, called)
  assert.ok(nameFrom('x'.repeat(5000), 'woff2').length <= 66)
})
