// Eagle is not running while tracks are finished, and comes back beside the running program.

import { once } from 'node:events'
import { expect, it } from 'vitest'
import { openEaglePlace } from '../../support/eagle/place.ts'

it('L1 files and rows are done without Eagle; when it runs, the imports follow within a minute, each once', {
  timeout: 150_000,
}, async () => {
  await using place = await openEaglePlace()
  const { server } = place
  await server.quit()
  await place.addRows(['Paper Moon', 'Slow Orchard', 'Glass Canyon'])
  const { child, ended } = place.start(['--interval', '5'])
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk
  })
  const until = async (isThere: () => boolean) => {
    while (!isThere() && child.exitCode === null && child.stderr) await once(child.stderr, 'data')
  }
  const times = (pattern: RegExp) => said.match(pattern)?.length ?? 0
  await until(() => times(/^✓ Ada – .* BPM/gm) + times(/^✓ Ada – .*LUFS/gm) >= 3 && /left alone/.test(said))
  expect(server.main.items).toEqual([])
  expect(times(/a service is left alone for a while/g)).toBe(1)
  await server.start()
  const back = performance.now()
  await until(() => times(/: in Eagle: wav/g) === 3)
  expect(performance.now() - back).toBeLessThan(60_000)
  child.kill('SIGTERM')
  expect((await ended).code).toBe(0)
  expect(server.main.items.map(({ name }) => name).sort()).toEqual([
    'Ada - Glass Canyon',
    'Ada - Paper Moon',
    'Ada - Slow Orchard',
  ])
  const rows = await place.rows()
  expect(rows.map(row => row['Eagle File ID']).sort()).toEqual(server.main.items.map(({ id }) => id).sort())
})
