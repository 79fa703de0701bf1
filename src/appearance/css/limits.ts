import { longestCss } from '../longest.ts'

const deepest = 8
const mostRules = 2000
const longestSelector = 1000
const mostHas = 10

/** What is wrong with a style sheet as a whole: the parser goes down by recursion, so depth is counted before it begins. */
export function tooMuch(source: string): string | null {
  if (Buffer.byteLength(source) > longestCss) return `expected at most ${longestCss / 1024} KB`
  if (/[^\P{Cc}\n\r\t\f]/u.test(source) || !source.isWellFormed()) return 'expected text without control characters'
  if (depthOf(source) > deepest) return `expected at most ${deepest} levels of brackets`
  if (source.split('{').length > mostRules) return `expected at most ${mostRules} rules`
  if (source.split(/[{};]/).some((part) => part.length > longestSelector * 4))
    return `expected no selector or value above ${longestSelector * 4} characters`
  // Each makes the browser look below every element that it stands for, again with every change.
  if (source.split(/:has\(/i).length > mostHas + 1) return `expected :has() at most ${mostHas} times`
  return null
}

function depthOf(source: string): number {
  let [depth, most] = [0, 0]
  for (const sign of source.replaceAll(/\\[\s\S]/g, '')) {
    if (sign === '{' || sign === '(' || sign === '[') most = Math.max(most, ++depth)
    else if (sign === '}' || sign === ')' || sign === ']') depth--
  }
  return most
}

/** What one selector may have: parts, and lists within lists. */
export const mostParts = 24
