// Whether an answer of the fake has the shape that Spotify's own description gives it.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

type Schema = Record<string, unknown>
const Shapes = z.object({
  answers: z.record(z.string(), z.record(z.string(), z.unknown())),
  $defs: z.record(
    z.string(),
    z.looseObject({
      required: z.array(z.string()).optional(),
      properties: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
    }),
  ),
})
const shapes = Shapes.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'shapes.json'), 'utf8')))

/** Where the description and the service are known to differ since 2026: what apps in development mode are not sent... */
const NOT_SENT = new Set(['available_markets'])
/** ...and what may be null. */
const NULLABLE: Record<string, readonly string[]> = {
  CurrentlyPlayingObject: ['context', 'item', 'progress_ms'],
  PlaylistTrackObject: ['item', 'track', 'added_by', 'added_at'],
  TrackObject: ['id', 'href', 'album'],
  PrivateUserObject: ['display_name'],
}

const defs = Object.fromEntries(
  Object.entries(shapes.$defs).map(([name, schema]): [string, Schema] => [
    name,
    {
      ...schema,
      ...(schema.required && { required: schema.required.filter(field => !NOT_SENT.has(field)) }),
      ...(schema.properties && {
        properties: Object.fromEntries(
          Object.entries(schema.properties).map(([field, inner]) => [
            field,
            NULLABLE[name]?.includes(field) ? { anyOf: [inner, { type: 'null' }] } : inner,
          ]),
        ),
      }),
    },
  ]),
)
const checks = new Map(
  Object.entries(shapes.answers).map(([path, schema]) => [
    path,
    z.fromJSONSchema({ ...schema, $defs: defs }, { defaultTarget: 'draft-2020-12' }),
  ]),
)

/** @throws when the answer is not what the description says. @param path as in `/playlists/{playlist_id}`, or `error` */
export function checkShape(path: string, answer: unknown): void {
  const check = checks.get(path)
  if (!check) throw new Error(`no shape is known of ${path}`)
  const { error } = check.safeParse(answer)
  if (error) throw new Error(`the fake does not answer ${path} as Spotify does: ${z.prettifyError(error)}`)
}
