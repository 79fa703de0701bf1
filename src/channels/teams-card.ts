import type { Message } from './channel.ts'
import { bullet, plainLine, type Run, richBody } from './rich-text.ts'

type Look = { weight?: 'Bolder'; italic?: true; fontType?: 'Monospace'; size?: 'Large' | 'Small'; isSubtle?: true }
type TextRun = { type: 'TextRun'; text: string; selectAction?: { type: 'Action.OpenUrl'; url: string } } & Look
type RichTextBlock = { type: 'RichTextBlock'; inlines: TextRun[]; spacing?: 'Small' | 'None' }

/**
 * A message as an adaptive card. Runs of text carry their looks beside their words: unlike a TextBlock they know no
 * Markdown, and without `msteams.entities` nobody is called. https://adaptivecards.microsoft.com/?topic=TextRun
 */
export function teamsMessage(message: Message) {
  let room = 12_000
  let facts = 60
  let made = withCard(message, room, facts)
  while (Buffer.byteLength(JSON.stringify(made)) > longest) {
    room = Math.floor(room * 0.7)
    facts = Math.floor(facts * 0.7)
    made = withCard(message, room, facts)
  }
  return made
}

/** Below 28 KB, whatever the workflow adds. https://learn.microsoft.com/connectors/teams/#known-issues-and-limitations */
const longest = 24_000

const withCard = (message: Message, room: number, facts: number) => ({
  type: 'message',
  summary: plainLine(message.heading, 200) || '…',
  attachments: [
    { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card(message, room, facts) },
  ],
})

const card = ({ heading, facts, page, link, manage, language, ...message }: Message, room: number, count: number) => ({
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  type: 'AdaptiveCard',
  version: '1.4',
  lang: language,
  body: [
    line([{ text: plainLine(heading, 300) }], { weight: 'Bolder', size: 'Large' }),
    ...bodyOf(message, room),
    ...facts.slice(0, count).map((fact) => line([{ text: plainLine(fact, 300) }], {}, 'Small')),
    line([{ text: plainLine(page.name, 200) }], { isSubtle: true, size: 'Small' }),
  ].filter(({ inlines }) => inlines.length > 0),
  actions: [link, manage].flatMap((to) =>
    to ? [{ type: 'Action.OpenUrl', title: plainLine(to.label, 100) || to.url, url: to.url }] : [],
  ),
  msteams: { width: 'Full' },
})

/** A card knows no line breaks within a run: every line is a block. */
const bodyOf = (message: Pick<Message, 'kind' | 'preface' | 'body'>, room: number): RichTextBlock[] =>
  richBody(message, room).flatMap((block) => {
    const look: Look = {
      ...(block.block === 'heading' && { weight: 'Bolder' }),
      ...(block.block === 'quote' && { isSubtle: true }),
      ...(block.block === 'code' && { fontType: 'Monospace' }),
    }
    const lead = block.block === 'item' ? [{ text: bullet(block) }] : []
    return linesOf([...lead, ...block.runs]).map((runs, i) => line(runs, look, i > 0 ? 'None' : undefined))
  })

function linesOf(runs: readonly Run[]): Run[][] {
  const lines: Run[][] = [[]]
  for (const run of runs)
    run.text.split('\n').forEach((text, i) => {
      if (i > 0) lines.push([])
      if (text !== '') lines.at(-1)?.push({ ...run, text })
    })
  return lines.filter((runs) => runs.length > 0).slice(0, 200)
}

const line = (runs: readonly Run[], look: Look, spacing?: RichTextBlock['spacing']): RichTextBlock => ({
  type: 'RichTextBlock',
  inlines: runs
    .filter(({ text }) => text !== '')
    .map(({ text, bold, italic, code, href }) => ({
      type: 'TextRun',
      text,
      ...(bold && { weight: 'Bolder' }),
      ...(italic && { italic }),
      ...(code && { fontType: 'Monospace' }),
      ...look,
      ...(href && { selectAction: { type: 'Action.OpenUrl', url: href } }),
    })),
  ...(spacing && { spacing }),
})
