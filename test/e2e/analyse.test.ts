// orchestrator analyse: figures of local files, and nothing else.

import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { newVar, orchestrator } from '../support/cli.ts'
import { writeWav } from '../unit/audio/files.ts'
import { loop, silence } from '../unit/audio/signals.ts'

let dir: string
beforeAll(async () => {
  dir = await newVar()
  await mkdir(join(dir, 'music', 'deep'), { recursive: true })
  const pair = (samples: Float32Array) => [samples, samples]
  await writeWav(join(dir, 'music', 'one <b>.wav'), pair(loop(118.3, 12)))
  await writeWav(join(dir, 'music', 'deep', 'two.wav'), pair(loop(124, 12)))
  await writeWav(join(dir, 'quiet.wav'), pair(silence(8)))
  await writeFile(join(dir, 'music', 'notes.txt'), 'no music')
  await writeFile(join(dir, 'page.mp3'), '<!doctype html><title>Buy now</title>')
})

const analyse = async (...args: string[]) => {
  const varDir = await newVar()
  return { ...(await orchestrator(['analyse', '--var', varDir, ...args])), varDir }
}

describe('analyse', () => {
  it('shows a line for each file of a folder, and writes nothing', async () => {
    const { code, stdout, stderr, varDir } = await analyse(join(dir, 'music'))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [head, ...lines] = stdout.trimEnd().split('\n')
    expect(head).toMatch(/^file +BPM +sure +key/)
    expect(lines.filter(line => / 124\.00 +\d+ % +Am +8A 1m /.test(line) && line.includes('two.wav'))).toHaveLength(1)
    expect(lines.filter(line => / 118\.30 /.test(line) && line.includes('one <b>.wav'))).toHaveLength(1)
    expect(stdout).not.toContain('notes.txt')
    expect(await readdir(varDir)).toEqual([])
  })

  it('--json is one document with every figure', async () => {
    const { code, stdout } = await analyse('--json', join(dir, 'music', 'deep', 'two.wav'))
    expect(code).toBe(0)
    const { files } = JSON.parse(stdout)
    expect(files).toMatchObject([
      {
        path: join(dir, 'music', 'deep', 'two.wav'),
        seconds: 12,
        tempo: { bpm: expect.closeTo(124, 1) },
        key: { key: 'A minor', camelot: '8A', openKey: '1m', tuning: expect.closeTo(440, -1) },
        fingerprint: expect.stringMatching(/^AQ/),
        loudness: expect.any(Number),
        loudnessRange: expect.any(Number),
        truePeak: expect.any(Number),
        missing: [],
        source: { codec: 'pcm_s16le', sampleRate: 44_100, channels: 2 },
      },
    ])
  })

  it('a file that is no music is said beside the others, with exit 2', async () => {
    const { code, stdout } = await analyse(join(dir, 'page.mp3'), join(dir, 'music', 'deep'))
    expect(code).toBe(2)
    expect(stdout).toMatch(/two\.wav +124\.00/)
    expect(stdout).toMatch(/^page\.mp3: the file is not audio/m)
  })

  it('silence has no tempo and no key, and says why', async () => {
    const { code, stdout } = await analyse(join(dir, 'quiet.wav'))
    expect(code).toBe(0)
    expect(stdout).toContain('quiet.wav: no tempo: it is silent')
  })

  it.each([
    ['a name that is not there', 'nowhere.wav', 'there is no file or folder "nowhere.wav"'],
    ['a folder without music', 'empty', 'holds no music files'],
  ])('%s is wrong use', async (_, name, message) => {
    await mkdir(join(dir, 'empty'), { recursive: true })
    const { code, stdout, stderr } = await analyse(name === 'empty' ? join(dir, name) : name)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
  })

  it('--plot writes a page that needs nothing else, and in which no name is markup', async () => {
    const { code, stdout, varDir } = await analyse('--plot', join(dir, 'music', 'one <b>.wav'))
    expect(code).toBe(0)
    const [name] = await readdir(join(varDir, 'plots'))
    expect(stdout).toContain(join(varDir, 'plots', name ?? ''))
    const page = await readFile(join(varDir, 'plots', name ?? ''), 'utf8')
    expect(page).toMatch(/^<!doctype html>/i)
    expect(page).toContain('118.3')
    expect(page).not.toContain('one <b>')
    expect(page).not.toMatch(/(?:src|href)="https?:/)
  })

  it('--plot with --dry-run writes nothing', async () => {
    const { varDir } = await analyse('--plot', '--dry-run', join(dir, 'quiet.wav'))
    expect(await readdir(varDir)).toEqual([])
  })
})

describe('track --plot', () => {
  it('writes the page of the track it made', async () => {
    const varDir = await newVar()
    const { code, stdout } = await orchestrator([
      'track',
      join(dir, 'music', 'deep', 'two.wav'),
      '--plot',
      '--var',
      varDir,
    ])
    expect(code).toBe(0)
    const [name] = await readdir(join(varDir, 'plots'))
    expect(stdout).toContain(`shown in ${join(varDir, 'plots', name ?? '')}`)
  })
})

describe('a messy disk', () => {
  it('links are followed, each folder once; names are shown without their control characters', async () => {
    const messy = join(dir, 'messy')
    await mkdir(join(messy, 'a'), { recursive: true })
    const samples = loop(120, 6)
    await writeWav(join(messy, 'a', '\u001b[31mred\n.wav'), [samples, samples])
    await symlink('..', join(messy, 'a', 'loop'))
    await symlink('.', join(messy, 'x'))
    await symlink('../music/deep/two.wav', join(messy, 'linked.wav'))
    await symlink('nowhere.wav', join(messy, 'dangling.wav'))
    const { code, stdout } = await analyse(messy)
    expect(code).toBe(0)
    expect(stdout.trimEnd().split('\n')).toHaveLength(3)
    expect(stdout).toMatch(/linked\.wav +124\.00/)
    expect(stdout).toContain('�[31mred�.wav')
  })

  it('a page that cannot be written takes nothing from the figures', async () => {
    const varDir = join(dir, 'a-file')
    await writeFile(varDir, 'no folder')
    const file = join(dir, 'music', 'deep', 'two.wav')
    const { code, stdout } = await orchestrator(['analyse', '--plot', '--var', varDir, file])
    expect(code).toBe(1)
    expect(stdout).toMatch(/two\.wav +124\.00/)
    expect(stdout).toContain('two.wav: no page: ')
  })
})
