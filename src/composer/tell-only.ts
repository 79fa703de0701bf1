import { sql } from 'kysely'
import type { Component } from '../components/find.ts'
import { type PastEvent, pastEvents, TellOnly } from '../incidents/tell-only.ts'
import type { Context } from '../lib/context.ts'
import { type Html, html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { Labels } from '../subscribers/preferences.ts'
import { type Choice, type FormState, field, isTicked, typed } from '../web/console/forms.ts'
import type { Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'

/** What narrows whom a post is told to. */
export type Narrowed = { labels: string[] | null; tellOnly: TellOnly | null }

const Typed = z.object({ labels: Labels, tellOnly: TellOnly })

/** What stands in the form. Throws `InvalidInput` that names what is wrong. */
export function narrowedBy(values: Values | Record<string, unknown>): Narrowed {
  const { labels, tellOnly } = parsed(Typed, typedIn(values))
  return { labels: labels.length > 0 ? labels : null, tellOnly: Object.keys(tellOnly).length > 0 ? tellOnly : null }
}

/** The same while it is still being written: what is not right yet does not count. */
export function narrowedSoFar(values: Values): Narrowed {
  const { labels, tellOnly } = typedIn(values)
  const right = Object.entries(tellOnly).filter(([list, given]) => TellOnly.safeParse({ [list]: given }).success)
  const only = TellOnly.safeParse(Object.fromEntries(right)).data ?? {}
  return { labels: labels.length > 0 ? labels : null, tellOnly: Object.keys(only).length > 0 ? only : null }
}

const typedIn = (values: Values | Record<string, unknown>) => {
  const all = (name: string) =>
    [values[name] ?? []]
      .flat()
      .map((one) => String(one).trim())
      .filter(Boolean)
  const listed = (name: string) =>
    all(name)
      .flatMap((text) => text.split(','))
      .map((one) => one.trim())
      .filter(Boolean)
  const lists = {
    audiences: all('only.audiences'),
    domains: listed('only.domains').map((domain) => domain.replace(/^@/, '')),
    tags: all('only.tags'),
    past: all('only.past'),
  }
  return {
    labels: listed('labels'),
    tellOnly: Object.fromEntries(Object.entries(lists).filter(([, given]) => given.length > 0)),
  }
}

export type Offered = { audiences: readonly Choice[]; components: readonly Component[]; labels: readonly string[] }

/** Fields that narrow whom a post is told to, folded away where it is told to all whom it concerns. */
export function narrowing(form: FormState, { audiences, components, labels }: Offered): Html {
  const tags = [...new Set(components.flatMap(tagsOf))].sort()
  const groups: [name: string, legend: string, choices: readonly Choice[]][] = [
    [
      'only.audiences',
      'Who belongs to one of these audiences',
      audiences.filter(([id]) => id !== 'subscribers' && id !== 'staff'),
    ],
    [
      'only.tags',
      'Who follows something with one of these tags',
      tags.map((tag): Choice => [tag, tag.replace(':', ': ')]),
    ],
    ['only.past', 'Of whom one of these is true', pastEvents.map((event): Choice => [event, pastWords[event]])],
  ]
  const wrong = form.problems.filter(({ pointer }) => /^\/(tellOnly|labels)/.test(pointer))
  const isOpen =
    wrong.length > 0 ||
    ['labels', 'only.domains'].some((name) => typed(form, name) !== '') ||
    groups.some(([name]) => form.values[name] !== undefined)
  return html`<details class="starter" id="f-tellOnly"${isOpen && html` open`}><summary>Tell only some of those whom it concerns</summary>
<p class="help">Everybody sees the post all the same. What you leave empty does not count; all that you fill in has to be true of somebody.</p>${wrong.map(({ detail }) => html`<p class="error">${detail}</p>`)}
${field(form, { name: 'labels', label: 'Who has one of these labels', maxlength: 3100, help: html`With commas between.${labels.length > 0 && ` In use: ${labels.join(', ')}.`}` })}
${field(form, { name: 'only.domains', label: 'Who has an address at one of these domains', maxlength: 3000, help: 'With commas between: customer.example, partner.example.' })}
${groups.map(
  ([name, legend, choices]) =>
    choices.length > 0 &&
    html`<fieldset class="group"><legend>${legend}</legend>${choices.map(
      ([value, words]) =>
        html`<div class="field check"><label><input type="checkbox" name="${name}" value="${value}"${isTicked(form, name, value) && html` checked`}><span><bdi>${words}</bdi></span></label></div>`,
    )}</fieldset>`,
)}</details>`
}

const pastWords: Record<PastEvent, string> = {
  told_of_incident: 'They were told of this incident before',
  told_of_last_post: 'They were told of the last post on it',
  told_of_component: 'They were told of an earlier incident of what it affects',
}

const tagsOf = ({ tags }: Component) =>
  Object.entries(tags as Record<string, string>).map(([tag, value]) => `${tag}:${value}`)

/** Labels that subscribers of a page carry, as far as a look at some thousands of them tells. */
export async function labelsInUse(ctx: Context, page: string): Promise<string[]> {
  const { rows } = await sql<{ label: string }>`
    select distinct unnest(labels) as label from (
      select labels from subscribers where org_id = ${ctx.org} and page_id = ${page} and labels <> '{}' limit 2000
    ) as sample order by 1 limit 30`.execute(ctx.db)
  return rows.map(({ label }) => label)
}
