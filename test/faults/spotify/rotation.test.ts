// The refresh token changes at each use and the old one is dead: several processes renew at once, and are killed.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newVar } from '../../support/cli.ts'
import { someTrack } from '../../support/spotify/catalogue.ts'
import { keepSignIn, openListener } from '../../support/spotify/listener.ts'
import { openSpotifyServer, type SpotifyServer } from '../../support/spotify-server.ts'

const CHILD = join(import.meta.dirname, 'renew-child.ts')
const TOKEN = 'POST /accounts/api/token'

let server: SpotifyServer
let varDir: string

beforeEach(async () => {
  server = await openSpotifyServer()
  server.state.tracks = [someTrack(1)]
  varDir = await newVar()
  await keepSignIn(server, varDir, { accessEndsAt: 0 })
})
afterEach(() => server[Symbol.asyncDispose]())

async function startChild(failpoints = '') {
  const child = spawn(process.execPath, [CHILD, varDir, server.apiUrl, server.accountsUrl], {
    env: { PATH: process.env.PATH, FAILPOINTS: failpoints },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk
  })
  const exited = once(child, 'exit')
  await once(child.stdout, 'data')
  return {
    /** What it said in the end; nothing when it was killed. */
    async go(): Promise<string> {
      child.stdin.write('go\n')
      await exited
      return said.replace('ready\n', '').trim()
    },
  }
}

const runChild = async (failpoints?: string) => (await startChild(failpoints)).go()

describe('processes that find the access token at its end, all at once', () => {
  it('one renews, the others take what it got', async () => {
    for (let round = 1; round <= 4; round += 1) {
      const children = await Promise.all(Array.from({ length: 4 }, () => startChild()))
      expect(await Promise.all(children.map(child => child.go()))).toEqual(['Title 1', 'Title 1', 'Title 1', 'Title 1'])
      expect(server.count(TOKEN)).toBe(round)
      server.accounts.expireAccess()
    }
  })

  it('the holder of the lock is killed: the next one takes it at once', async () => {
    expect(await runChild('spotify.written=kill@1')).toBe('')
    const begun = performance.now()
    expect(await runChild()).toBe('Title 1')
    expect(performance.now() - begun).toBeLessThan(10_000)
  })
})

describe('L9 killed while it renews', () => {
  it.each([
    ['before it asked', 'spotify.written=kill@1', 1],
    ['before its note had its name', 'spotify.renamed=kill@1', 1],
    ['when the new token was on the disk, but had no name', 'spotify.written=kill@2', 1],
    ['when the new token had its name', 'spotify.renamed=kill@2', 1],
  ])('%s: the next run goes on', async (_when, failpoints, renewals) => {
    expect(await runChild(failpoints)).toBe('')
    expect(await runChild()).toBe('Title 1')
    expect(server.count(TOKEN)).toBe(renewals)
    expect(existsSync(join(varDir, 'spotify-token.json.new'))).toBe(false)
  })

  it('between the answer and the disk: the token is lost, that is said, and a new sign-in mends it', async () => {
    expect(await runChild('spotify.answered=kill')).toBe('')
    const told = await runChild()
    expect(told).toMatch(
      /^Environment: Spotify: a renewal of the sign-in was cut off on \d{4}-\d\d-\d\d before its answer/,
    )
    expect(told).toContain('orchestrator auth spotify')
    const asked = server.count()
    expect(await runChild()).toBe(told)
    expect(server.count(), 'nothing is sent until somebody signs in').toBe(asked)
    await keepSignIn(server, varDir)
    expect(await runChild()).toBe('Title 1')
  })

  it('an answer that was cut off on its way may have used up the token: that is said too', async () => {
    server.next(TOKEN, async pass => {
      await pass()
      return 'cut' as const
    })
    await using me = await openListener(server, { varDir })
    await expect(me.spotify.likedTracks(1)).rejects.toMatchObject({ errorClass: 'Transient' })
    await expect(me.spotify.likedTracks(1)).rejects.toMatchObject({
      errorClass: 'Environment',
      message: expect.stringContaining('cut off'),
    })
  })
})
