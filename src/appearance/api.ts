import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { defineRoute } from '../web/route.ts'
import { changeAppearance } from './change.ts'
import { appearanceOf } from './find.ts'
import { presetKeys } from './presets/index.ts'
import { ChangeAppearance, densities, Link, schemes } from './schema.ts'

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
  })
  .meta({ description: 'Null: as the preset has it.' })
  .openapi('Appearance')

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
      'What is left out stays; null goes back to what the preset has. A colour with a contrast below 4.5 to 1 is refused, and the answer names the nearest that passes.',
    tags,
    body: ChangeAppearance,
    response: AppearanceShape,
    run: (ctx, { params, body }) => changeAppearance(ctx, params.page, body),
  }),
]
