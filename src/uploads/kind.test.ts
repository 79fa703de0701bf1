import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kindOf } from './kind.ts'

test('what a file is, its bytes say', () => {
  const cases: [string | Buffer, ReturnType<typeof kindOf>][] = [
    ['\x89PNG\r\n\x1a\n\0\0', 'png'],
    ['\xff\xd8\xff\xe0', 'jpeg'],
    ['GIF89a/*', 'gif'],
    ['RIFF\x10\0\0\0WEBPVP8 ', 'webp'],
    ['\0\0\0\x1cftypavif', 'avif'],
    ['wOF2', 'woff2'],
    ['wOFF', 'woff'],
    ['OTTO', 'sfnt'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'svg'],
    ['<?xml version="1.0"?>\n<!-- a -->\n<svg>', 'svg'],
    ['<!DOCTYPE svg [<!ENTITY a "b">]><svg>', null],
    ['<!doctype html><html><svg>', null],
    ['<html>', null],
    ['', null],
    ['MZ', null],
    ['%PDF-1.7', null],
    ['PK\x03\x04', null],
  ]
  for (const [text, kind] of cases) assert.equal(kindOf(Buffer.from(text as string, 'latin1')), kind, String(text))
})
