// One song in many forms beside the fake Eagle, where adds take effect at once.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEagleServer } from '../eagle.ts'
import { melody } from '../melody.ts'
import { openMergedPlace, SECONDS } from '../merged-place.ts'

export type EagleMergedPlace = Awaited<ReturnType<typeof openEagleMergedPlace>>

export async function openEagleMergedPlace(environment: Record<string, string> = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'orchestrator-eagle-merged-'))
  const server = await openEagleServer(dir)
  Object.assign(server.state, { hidden: 0, sizeless: 0 })
  const place = await openMergedPlace({ EAGLE_ENABLED: 'true', EAGLE_URL: server.url, ...environment })
  const { main } = server
  return {
    ...place,
    server,
    main,
    /** A person puts a song of their own into Eagle. */
    putByHand(name: string, { seed = 7, skip = 0, ext = 'wav', website = '' } = {}) {
      const path = join(dir, `${name}.${ext}`)
      writeFileSync(path, melody(SECONDS, seed, { skip }))
      main.add({ path, name, website }, { hidden: 0, sizeless: 0 })
      return main.items.find(item => item.name === name)
    },
    eagleIdOf: async (id: string) => (await place.house.row(id)).cell('Eagle File ID'),
    async [Symbol.asyncDispose]() {
      await place[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
