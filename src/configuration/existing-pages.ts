import { storedAccess } from '../access/find.ts'
import { storedAppearance } from '../appearance/find.ts'
import { storedContent } from '../content/find.ts'
import { allDeclared } from '../domains/declare.ts'
import type { Context } from '../lib/context.ts'
import { storedOffer } from '../offered-channels/find.ts'
import type { Page } from '../pages/find.ts'
import { pageSettings } from '../pages/schema.ts'
import type { Present } from './existing.ts'
import type { WantedPage } from './wanted.ts'

/** The pages that are there. One question for each table: an installation may have a thousand pages. */
export async function presentPages(ctx: Context, pages: readonly Page[]): Promise<Present<WantedPage>[]> {
  const { db, org } = ctx
  const looks = byPage(await db.selectFrom('appearances').selectAll().where('org_id', '=', org).execute())
  const doors = byPage(await db.selectFrom('page_access').selectAll().where('org_id', '=', org).execute())
  const offers = byPage(await db.selectFrom('page_channels').selectAll().where('org_id', '=', org).execute())
  const contents = byPage(await db.selectFrom('contents').selectAll().where('org_id', '=', org).execute())
  const uploads = db.selectFrom('uploads').select(['page_id', 'name', 'source_hash']).where('org_id', '=', org)
  const files = Map.groupBy(await uploads.orderBy('name').execute(), (one) => one.page_id)
  const names = Map.groupBy(await allDeclared(ctx), (one) => one.page_id)
  return pages.map((page) => ({
    id: page.id,
    managedBy: page.managed_by,
    is: {
      ...pageSettings(page),
      appearance: storedAppearance(looks.get(page.id)),
      access: storedAccess(doors.get(page.id)),
      offer: storedOffer(offers.get(page.id)),
      files: (files.get(page.id) ?? []).map((one) => ({
        name: one.name,
        sourceHash: one.source_hash,
        prepared: null,
      })),
      domains: (names.get(page.id) ?? []).map(({ host }) => host).filter((host) => host !== page.host),
      content: storedContent(contents.get(page.id)),
    },
  }))
}

const byPage = <T extends { page_id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.page_id, row]))
