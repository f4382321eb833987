// What the players of a machine say, told by programs on PATH that say it as the real ones do.

import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadConfig } from '../../../src/config.ts'
import { Environment } from '../../../src/errors.ts'
import type { FoundTrack } from '../../../src/sources/found-track.ts'
import { openNowPlaying, playersConfig } from '../../../src/sources/now-playing.ts'
import { saidBy } from '../../support/notion-server.ts'

const ID = '4uLU6hMCjMI75M1A2tKUQC'
const ONLINE: FoundTrack = { title: 'Online', artists: ['Somebody'], spotifyId: ID }
const FROM_WEB = { by: "Spotify's Web API", track: ONLINE }

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'players-'))
  vi.stubEnv('PATH', `${dir}:${process.env.PATH}`)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(dir, { recursive: true, force: true })
})

function put(name: string, lines: string): void {
  writeFileSync(join(dir, name), lines)
  chmodSync(join(dir, name), 0o755)
}

function open(platform: NodeJS.Platform, more: { sessionBus?: string; isAway?: boolean } = {}) {
  const { log, lines } = saidBy()
  const web = vi.fn(async (): Promise<FoundTrack | undefined> => {
    if (more.isAway) throw new Environment('Spotify: nobody is signed in')
    return ONLINE
  })
  const players = { platform, osascript: 'osascript', playerctl: 'playerctl', sessionBus: more.sessionBus }
  return { nowPlaying: openNowPlaying({ players, spotify: { nowPlaying: web }, log }), web, lines }
}

describe('macOS', () => {
  /** An osascript that knows two apps; it prints what a script with these fields would. */
  const putApps = (apps: Record<'Spotify' | 'Music', readonly string[] | string>) => {
    const answers = Object.entries(apps).map(([name, said]) => {
      const print = typeof said === 'string' ? said : `printf '%s' '${said.join('\u001f')}'; echo`
      return `*'tell application "${name}"'*'(character id 31)'*) ${print} ;;`
    })
    put('osascript', `#!/bin/sh\n[ "$1" = -e ] || exit 64\ncase "$2" in\n${answers.join('\n')}\n*) exit 65 ;;\nesac\n`)
  }
  const QUIET = ':'
  const spotify = (...more: string[]) => ['playing', `spotify:track:${ID}`, 'A Title', 'An Artist', 'An Album', ...more]

  it('Spotify: milliseconds; nothing is asked of Music, or the Web API', async () => {
    putApps({ Spotify: spotify('215333'), Music: `touch ${join(dir, 'asked')}` })
    const { nowPlaying, web } = open('darwin')
    expect(await nowPlaying()).toEqual({
      by: 'Spotify',
      track: {
        spotifyId: ID,
        title: 'A Title',
        artists: ['An Artist'],
        album: 'An Album',
        seconds: 215.333,
        url: `https://open.spotify.com/track/${ID}`,
      },
    })
    expect(existsSync(join(dir, 'asked'))).toBe(false)
    expect(web).not.toHaveBeenCalled()
  })

  it.each([
    ['215.333', 215.333],
    ['215,333', 215.333],
    ['1.215333E+3', 1215.333],
    ['missing value', undefined],
    ['0.0', undefined],
  ])('Music: seconds (%s)', async (said, seconds) => {
    putApps({ Spotify: QUIET, Music: ['playing', 'ABC123', 'A Title', 'An Artist', 'missing value', said] })
    const found = await open('darwin').nowPlaying()
    expect(found).toEqual({
      by: 'Music',
      track: { title: 'A Title', artists: ['An Artist'], ...(seconds && { seconds }) },
    })
  })

  it('a tab and a line’s end in a title are blanks', async () => {
    putApps({
      Spotify: ['playing', `spotify:track:${ID}`, 'Tab\there\nand line', 'A, B & C', 'X', '1000'],
      Music: QUIET,
    })
    expect(await open('darwin').nowPlaying()).toMatchObject({
      track: { title: 'Tab here and line', artists: ['A, B & C'] },
    })
  })

  it('the state as some systems write it', async () => {
    putApps({ Spotify: ['«constant ****kPSP»', ...spotify('1').slice(1)], Music: QUIET })
    expect(await open('darwin').nowPlaying()).toMatchObject({ by: 'Spotify' })
  })

  it('a file of one’s own in Spotify', async () => {
    putApps({
      Spotify: ['playing', 'spotify:local:An+Artist:X:A+Title:180', 'A Title', 'An Artist', 'X', '180000'],
      Music: QUIET,
    })
    const found = await open('darwin').nowPlaying()
    expect(found?.track).toEqual({ title: 'A Title', artists: ['An Artist'], album: 'X', seconds: 180, isLocal: true })
  })

  it.each<[string, Record<'Spotify' | 'Music', readonly string[] | string>]>([
    ['neither runs', { Spotify: QUIET, Music: QUIET }],
    ['both are paused', { Spotify: ['paused', ...spotify('1').slice(1)], Music: ['stopped', '', '', '', '', ''] }],
    ['an advertisement', { Spotify: ['playing', 'spotify:ad:000', 'Buy', 'Shop', '', '30000'], Music: QUIET }],
    ['Spotify is not installed', { Spotify: 'echo "syntax error (-2741)" >&2; exit 1', Music: QUIET }],
    ['something else is said', { Spotify: 'echo hello', Music: 'echo' }],
  ])('%s: the Web API is asked', async (_what, apps) => {
    putApps(apps)
    expect(await open('darwin').nowPlaying()).toEqual(FROM_WEB)
  })

  it('Spotify is paused and Music plays', async () => {
    putApps({ Spotify: ['paused', ...spotify('1').slice(1)], Music: ['playing', 'A1', 'Other', 'One', '', '10'] })
    expect(await open('darwin').nowPlaying()).toMatchObject({ by: 'Music', track: { title: 'Other' } })
  })

  it('not allowed: said once, with what to do', async () => {
    putApps({ Spotify: 'echo "Not authorized to send Apple events to Spotify. (-1743)" >&2; exit 1', Music: QUIET })
    const { nowPlaying, lines } = open('darwin')
    expect([await nowPlaying(), await nowPlaying()]).toEqual([FROM_WEB, FROM_WEB])
    expect(lines).toEqual([expect.stringContaining('Automation')])
  })
})

describe('Linux', () => {
  /** A playerctl that fills in the format it is given, as the real one does: each player on a line of its own. */
  const putPlayers = (...players: Record<string, string>[]) =>
    put(
      'playerctl',
      `#!${process.execPath}
require('node:fs').writeFileSync(${JSON.stringify(join(dir, 'bus'))}, process.env.DBUS_SESSION_BUS_ADDRESS ?? '')
const [all, metadata, flag, format] = process.argv.slice(2)
if (all !== '--all-players' || metadata !== 'metadata' || flag !== '--format') process.exit(64)
const players = ${JSON.stringify(players)}
if (players.length === 0) { console.error('No players found'); process.exit(1) }
for (const player of players) console.log(format.replace(/{{(.*?)}}/g, (_, name) => player[name] ?? ''))
`,
    )
  const spotify = {
    playerName: 'spotify',
    status: 'Playing',
    'mpris:trackid': `'/com/spotify/track/${ID}'`,
    'xesam:title': 'A Title',
    'xesam:artist': 'An Artist',
    'xesam:album': 'An Album',
    'mpris:length': '215333000',
    'xesam:url': `https://open.spotify.com/track/${ID}`,
  }
  const vlc = {
    playerName: 'vlc',
    status: 'Playing',
    'mpris:trackid': "'/org/videolan/vlc/playlist/4'",
    'xesam:title': 'Tab\there\nand line',
    'xesam:artist': 'One, Two',
    'xesam:url': 'file:///home/me/Music/secret.flac',
  }
  const browser = {
    playerName: 'chromium',
    status: 'Playing',
    'mpris:trackid': "'/org/chromium/x'",
    'xesam:title': 'Some video',
  }

  it('Spotify: microseconds', async () => {
    putPlayers(spotify)
    const { nowPlaying, web } = open('linux')
    expect(await nowPlaying()).toMatchObject({
      by: 'spotify',
      track: { spotifyId: ID, seconds: 215.333, album: 'An Album' },
    })
    expect(web).not.toHaveBeenCalled()
  })

  it('Spotify that names its track by the trackid alone', async () => {
    putPlayers({ ...spotify, 'xesam:url': '', 'mpris:trackid': `spotify:track:${ID}` })
    expect(await open('linux').nowPlaying()).toMatchObject({ track: { spotifyId: ID } })
  })

  it('another player: what it says, and no address of a file', async () => {
    putPlayers(vlc)
    expect(await open('linux').nowPlaying()).toEqual({
      by: 'vlc',
      track: { title: 'Tab here and line', artists: ['One, Two'] },
    })
  })

  it('several: Spotify before a link, a link before none; paused ones and nameless ones do not count', async () => {
    const linked = { ...vlc, playerName: 'firefox', 'xesam:url': 'https://soundcloud.com/a/b' }
    putPlayers(browser, vlc, linked, spotify)
    expect(await open('linux').nowPlaying()).toMatchObject({ by: 'spotify' })
    putPlayers(browser, vlc, linked, { ...spotify, status: 'Paused' })
    expect(await open('linux').nowPlaying()).toMatchObject({
      by: 'firefox',
      track: { url: 'https://soundcloud.com/a/b' },
    })
    const video = { ...linked, playerName: 'video', 'xesam:url': 'https://www.youtube.com/watch?v=dQw4w9WgXcQ' }
    putPlayers(video, linked)
    expect(await open('linux').nowPlaying()).toMatchObject({ by: 'firefox' })
    putPlayers(browser)
    expect(await open('linux').nowPlaying()).toEqual(FROM_WEB)
  })

  it('an advertisement is nothing', async () => {
    putPlayers({ ...spotify, 'mpris:trackid': "'/com/spotify/ad/123'", 'xesam:url': 'https://open.spotify.com/ad/123' })
    expect(await open('linux').nowPlaying()).toEqual(FROM_WEB)
  })

  it('no player', async () => {
    putPlayers()
    const { nowPlaying, lines } = open('linux')
    expect(await nowPlaying()).toEqual(FROM_WEB)
    expect(lines).toEqual([])
  })

  it.each([
    ['unix:path=/tmp/a-bus', 'unix:path=/tmp/a-bus'],
    [undefined, `unix:path=/run/user/${process.getuid?.()}/bus`],
  ])('asks on the person’s bus (%s)', async (sessionBus, asked) => {
    putPlayers(spotify)
    await open('linux', { sessionBus }).nowPlaying()
    expect(readFileSync(join(dir, 'bus'), 'utf8')).toBe(asked)
  })

  it('a program that hangs is left after 3 s', async () => {
    put('playerctl', '#!/bin/sh\nsleep 60\n')
    const { nowPlaying, lines } = open('linux')
    const begun = performance.now()
    expect(await nowPlaying()).toEqual(FROM_WEB)
    expect(performance.now() - begun).toBeGreaterThan(2900)
    expect(performance.now() - begun).toBeLessThan(10_000)
    expect(lines).toEqual([expect.stringContaining('did not finish within 3000 ms')])
  })

  it('a caller that stops is told so', async () => {
    put('playerctl', '#!/bin/sh\nsleep 60\n')
    const { nowPlaying, web } = open('linux')
    await expect(nowPlaying(AbortSignal.timeout(200))).rejects.toThrow()
    expect(web).not.toHaveBeenCalled()
  })
})

describe('a machine that cannot be asked', () => {
  it('the program is absent: the next way, said once', async () => {
    vi.stubEnv('PATH', dir)
    const { nowPlaying, lines } = open('linux')
    expect([await nowPlaying(), await nowPlaying()]).toEqual([FROM_WEB, FROM_WEB])
    expect(lines).toEqual([expect.stringContaining('the program playerctl is not there')])
  })

  it('another system: the Web API only', async () => expect(await open('win32').nowPlaying()).toEqual(FROM_WEB))

  it('Spotify that cannot be asked either is a fault of its own', async () => {
    await expect(open('win32', { isAway: true }).nowPlaying()).rejects.toMatchObject({ errorClass: 'Environment' })
  })

  it('without Spotify there is nothing', async () => {
    const players = { platform: 'win32' as const, osascript: '', playerctl: '' }
    expect(await openNowPlaying({ players, log: saidBy().log })()).toBeUndefined()
  })
})

it('the settings say which programs, and the environment which bus', () => {
  const environment = { PLAYERCTL_BIN: '/opt/playerctl', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/tmp/a-bus' }
  expect(playersConfig(loadConfig({ varDir: dir, environment }))).toEqual({
    platform: process.platform,
    osascript: 'osascript',
    playerctl: '/opt/playerctl',
    sessionBus: 'unix:path=/tmp/a-bus',
  })
})
