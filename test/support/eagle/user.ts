// The program's side of the fake Eagle, with files of its own to put into it.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EagleDeps, openEagle, type TrackImport } from '../../../src/eagle/eagle.ts'
import type { EagleConfig } from '../../../src/eagle/eagle-config.ts'
import { openLanes } from '../../../src/lanes/lanes.ts'
import { type Service, serviceOf } from '../../../src/lanes/services.ts'
import { openEagleServer } from '../eagle.ts'
import { saidBy } from '../notion-server.ts'

/** Looks follow each other at once: what is waited for is counted in looks. */
export const QUICK = { appearMs: 20_000, landMs: 20_000, lookEveryMs: 1 }
export const PAGE = '12345678-9abc-4def-8123-456789abcdef'
export const MARK = 'track:123456789abc4def8123456789abcdef'

export type EagleHouse = Awaited<ReturnType<typeof openHouse>>

/** A fake, a folder of files and what is remembered from run to run; all gone in the end. */
export async function openHouse() {
  const dir = mkdtempSync(join(tmpdir(), 'orchestrator-eagle-'))
  const server = await openEagleServer(dir)
  const kept = new Map<string, string>()
  return {
    dir,
    server,
    facts: {
      fact: (name: string) => kept.get(name),
      setFact: (name: string, value: string) => void kept.set(name, value),
    },
    file(name: string, content = name) {
      const path = join(dir, name)
      writeFileSync(path, content)
      return { path }
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

interface UserOptions extends Partial<Omit<EagleDeps, 'config'>> {
  config?: Partial<EagleConfig>
  service?: Partial<Service>
}

/** A run of the program. */
export function openUser(house: Pick<EagleHouse, 'server' | 'facts'>, options: UserOptions = {}) {
  const { config, service, ...more } = options
  const { log, lines } = saidBy()
  const lanes = openLanes({
    store: { load: () => [], save: () => {} },
    log,
    serviceOf: name => {
      const known = serviceOf(name)
      return known && { ...known, requests: 100_000, ...service }
    },
  })
  const eagle = openEagle({
    config: { mode: 'auto', url: house.server.url, token: undefined, library: undefined, ...config },
    lanes,
    facts: house.facts,
    log,
    now: Date.now,
    patience: QUICK,
    ...more,
  })
  const signal = new AbortController().signal
  return {
    eagle,
    lanes,
    lines,
    signal,
    put: (track: Partial<TrackImport> & Pick<TrackImport, 'files'>) =>
      eagle.importTrack({ pageId: PAGE, title: 'Strobe', artist: 'Some One', tags: [], ...track }, signal),
    [Symbol.asyncDispose]: () => lanes.close(),
  }
}
