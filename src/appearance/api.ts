import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { defineRoute } from '../web/route.ts'
import { changeAppearance } from './change.ts'
import { appearanceOf } from './find.ts'
import { Link } from './links.ts'
import { presetKeys } from './presets/index.ts'
import { ChangeAppearance, densities, schemes } from './schema.ts'

const tags = ['Pages']
const colour = z.string().nullable()
const Colours = z.object({
  accent: colour,
  working: colour,
  degraded: colour,
  partial: colour,
  major: colour,
  maintenance: colour,
})

const AppearanceShape = z
  .object({
    preset: z.enum(presetKeys),
    scheme: z.enum(schemes),
    density: z.enum(densities),
    radius: z.int().nullable(),
    light: Colours,
    dark: Colours,
    links: z.array(Link),
    footer: z.string().nullable(),
    translations: ChangeAppearance.shape.translations.unwrap().unwrap(),
    font: z.string().nullable(),
    logo: z.object({ light: z.string(), dark: z.string().nullable(), alt: z.string().nullable() }).nullable(),
    favicon: z.object({ file: z.string(), state: z.boolean() }).nullable(),
    cover: z.object({ file: z.string(), alt: z.string().nullable() }).nullable(),
    css: z.string().nullable(),
    headerHtml: z.string().nullable(),
    footerHtml: z.string().nullable(),
  })
  .meta({ description: 'Null: as the preset has it.' })
  .openapi('Appearance')

const Problem = z.object({ pointer: z.string(), detail: z.string() })

const Changed = AppearanceShape.extend({
  dropped: z.array(Problem).meta({ description: 'What was taken out of CSS and HTML, with its line and the reason.' }),
}).openapi('ChangedAppearance')

const Change = ChangeAppearance.extend({
  unsafe: z.enum(['refuse', 'drop']).nullish().meta({
    description:
      'What becomes of CSS and HTML that no page may have: `refuse` (the default) changes nothing, `drop` takes it out.',
  }),
})

export const appearanceRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages/{page}/appearance',
    permission: 'viewer',
    summary: 'How a page looks',
    tags,
    response: AppearanceShape,
    run: async (ctx, { params }) => appearanceOf(ctx, (await findPage(ctx, params.page)).id),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/pages/{page}/appearance',
    permission: 'admin',
    summary: 'Change how a page looks',
    description:
      'What is left out stays; null goes back to what the preset has. A colour with a contrast below 4.5 to 1 is refused, and the answer names the nearest that passes; files are those of the page; CSS and HTML that fetch, run, ask or cover anything are refused with their lines.',
    tags,
    body: Change,
    response: Changed,
    run: async (ctx, { params, body: { unsafe, ...change } }) => {
      const { appearance, dropped } = await changeAppearance(ctx, params.page, change, { drop: unsafe === 'drop' })
      return { ...appearance, dropped }
    },
  }),
]
