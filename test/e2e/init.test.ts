import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { lockInstance } from '../../src/store/instance-lock.ts'
import { newCheckout } from '../support/checkout.ts'
import { openNotionServer } from '../support/notion-server.ts'

it('init writes .env for what it finds, doctor finds all well, and a second init changes nothing', async () => {
  const server = await openNotionServer()
  onTestFinished(() => server[Symbol.asyncDispose]())
  const checkout = await newCheckout()
  const token = join(checkout.dir, 'token')
  await writeFile(token, 'ntn_0123456789\n')
  await writeFile(checkout.envFile, `# my settings\nNOTION_BASE_URL=${server.url}\nEAGLE_ENABLED=false\n`)

  const nobody = await checkout.run(['init'])
  expect(nobody).toMatchObject({ code: 2, stdout: '' })
  expect(nobody.stderr).toMatch(/NOTION_TOKEN is missing: in Notion make an internal connection/)

  const first = await checkout.run(['init', '--yes', '--token-file', token])
  expect(first).toMatchObject({ code: 0 })
  expect(first.stdout).toMatch(
    /Music Tracks: "Music Tracks" .*\n[\s\S]*Issues\+Questions: .*by its name[\s\S]*\nWritten: [\s\S]*ok +Music Tracks[\s\S]* 0 failed\.\n\nAdd a row/,
  )
  expect(first.stdout + first.stderr).not.toContain('ntn_0123456789')
  const text = await readFile(checkout.envFile, 'utf8')
  expect(text).toBe(
    `# my settings\nNOTION_BASE_URL=${server.url}\nEAGLE_ENABLED=false\nNOTION_TOKEN=ntn_0123456789\nAGENT_TASKS_DB_ID=${server.ids.agentTasks}\nTRACKS_DB_ID=${server.ids.tracks}\nPLAYLISTS_DB_ID=${server.ids.playlists}\nARTISTS_DB_ID=${server.ids.artists}\nISSUES_DB_ID=${server.ids.issues}\n`,
  )
  expect((await stat(checkout.envFile)).mode & 0o777).toBe(0o600)

  const again = await checkout.run(['init', '--yes', '--json'])
  expect(JSON.parse(again.stdout)).toMatchObject({ written: 'same', hidden: [] })
  expect(await readFile(checkout.envFile, 'utf8')).toBe(text)
  expect(server.asked.filter(({ line }) => /^PATCH|^POST (pages|databases)/.test(line))).toEqual([])
}, 60_000)

it('doctor: works beside a running instance, says what is missing, and exits by what failed', async () => {
  const checkout = await newCheckout()
  using _held = lockInstance(checkout.varDir)
  const before = await readdir(checkout.varDir)
  const well = await checkout.run(['doctor', '--json'])
  expect(await readdir(checkout.varDir)).toEqual(before)
  expect(well).toMatchObject({ code: 0, stderr: '' })
  const { isWell, findings } = JSON.parse(well.stdout)
  expect(isWell).toBe(true)
  expect(findings.find(({ check }: { check: string }) => check === 'workspace')).toMatchObject({
    state: 'ok',
    says: expect.stringMatching(/the local one, made at the first run .*orchestrator init/),
  })
  const wrong = await checkout.run(['doctor'], {
    POLL_INTERVAL: 'soon',
    NOTION_TOKEN: 'ntn_0123456789',
    NOTION_BASE_URL: 'http://127.0.0.1:9',
  })
  expect(wrong.code).toBe(1)
  expect(wrong.stdout).toMatch(/^failed +POLL_INTERVAL .* → write what is expected/m)
  expect(wrong.stdout).toMatch(/^failed +TRACKS_DB_ID .* is missing/m)
  expect(wrong.stdout).toMatch(/^failed +Notion +Notion cannot be reached/m)
  expect(wrong.stdout).not.toContain('ntn_0123456789')
}, 60_000)
