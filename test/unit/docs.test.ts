import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newParser, TOO_FEW } from '../../src/cli/parser.ts'
import { ERROR_TAGS, messageOf } from '../../src/errors.ts'
import { SETTINGS } from '../../src/settings.ts'
import {
  anchorsIn,
  commandLinesIn,
  fencesIn,
  firstCellsIn,
  linksIn,
  type Page,
  ROOT,
  readPages,
  spansIn,
} from '../support/docs.ts'

const pages = readPages()
const page = (file: string): string => pages.find(each => each.file === file)?.text ?? ''
/** All pages, of the one about the older system without what is the older system's. */
const ours: Page[] = pages.map(({ file, text }) => ({
  file,
  text: file === 'docs/migrating.md' ? text.replace(/^\|(?:[^|\\\n]|\\.)*\|/gm, '|') : text,
}))
const inEach = (find: (text: string, file: string) => string[], of = ours) =>
  of.flatMap(({ file, text }) => [...new Set(find(text, file))].map(found => `${file}: ${found}`))

describe('links', () => {
  it('lead to files and headings that are there', () => {
    expect(inEach((text, file) => linksIn(text).filter(target => isBroken(target, file)))).toEqual([])
  })

  it('lead from docs/README.md to every page', () => {
    const linked = new Set(linksIn(page('docs/README.md')).map(target => target.replace(/#.*/, '')))
    const missing = pages.map(({ file }) => file.replace('docs/', '')).filter(name => name !== 'README.md')
    expect(missing.filter(name => !linked.has(name))).toEqual([])
  })

  function isBroken(target: string, from: string): boolean {
    if (/^(https?|mailto):/.test(target)) return false
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? from : normalize(join(dirname(from), path))
    if (!existsSync(join(ROOT, file))) return true
    return anchor !== undefined && !anchorsIn(readFileSync(join(ROOT, file), 'utf8')).has(anchor)
  }
})

describe('commands', () => {
  it('are accepted by the parser', async () => {
    const lines = ours.flatMap(({ file, text }) => commandLinesIn(text).map(each => ({ file, ...each })))
    const refused = await Promise.all(
      lines.map(async ({ file, line, words, isMention }) => {
        const why = await refusalOf(words)
        return why === undefined || (isMention && isTooFew(why)) ? [] : [`${file}: ${line}: ${why}`]
      }),
    )
    expect([...new Set(refused.flat())]).toEqual([])
    expect(lines.length).toBeGreaterThan(250)
  })

  it('flags that are named by themselves belong to one of them', async () => {
    const known = await allFlags()
    const named = (text: string) =>
      spansIn(text)
        .filter(span => span.startsWith('--'))
        .flatMap(span => span.match(/--[a-z][a-z-]*/g) ?? [])
    expect(known.size).toBeGreaterThan(30)
    expect(inEach(text => named(text).filter(flag => !known.has(flag.replace('--no-', '--'))))).toEqual([])
  })

  it('the parser refuses what is none', async () => {
    expect(await refusalOf(['track', 'a', '--bogus'])).toContain('bogus')
    expect(await refusalOf(['no-such-command'])).toContain('no-such-command')
    expect(await refusalOf(['undo'])).toBe(TOO_FEW)
  })
})

describe('names', () => {
  it('in capitals are settings', () => {
    const known = new Set([...Object.keys(SETTINGS.shape), ...ERROR_TAGS, ...NO_SETTINGS])
    const capitals = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g
    expect(inEach(text => (text.match(capitals) ?? []).filter(name => !known.has(name)))).toEqual([])
  })

  it('of scripts are in package.json, of benches in scripts/bench', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    const benches = readFileSync(join(ROOT, 'scripts/bench/run.ts'), 'utf8')
    const run = (text: string) => [...text.matchAll(/npm run ([\w:-]+)(?: -- ([a-z]+))?/g)]
    const wrong = (text: string) =>
      run(text).flatMap(([line, name = '', bench]) =>
        name in scripts && (name !== 'bench' || !bench || benches.includes(`  ${bench}: async`)) ? [] : [line],
      )
    expect(pages.flatMap(({ text }) => run(text)).length).toBeGreaterThan(10)
    expect(inEach(wrong)).toEqual([])
  })

  it('of files and folders of the checkout are there', () => {
    const places = /(?<![\w/.:-])(?:src|test|scripts|docs|\.ci)\/[\w./*-]*[\w/*]/g
    expect(
      inEach(text => (text.match(places) ?? []).filter(place => globSync(place, { cwd: ROOT }).length === 0)),
    ).toEqual([])
  })
})

describe('docs/troubleshooting.md', () => {
  it('quotes messages that the program says', () => {
    const sources = sourcesOf('src').map(file => readFileSync(join(ROOT, file), 'utf8').replaceAll('\\', ''))
    const quoted = firstCellsIn(page('docs/troubleshooting.md')).flatMap(cell => spansIn(cell))
    expect(quoted.length).toBeGreaterThan(40)
    expect(quoted.filter(message => !sources.some(source => isSaidIn(source, message)))).toEqual([])
  })

  it('a message that nobody says is found', () => {
    const said = 'throw new Fault(`the library $' + '{dir} is not there`)'
    expect(isSaidIn(said, 'the library … is not there')).toBe(true)
    expect(isSaidIn(said, 'the library … is gone')).toBe(false)
  })
})

describe('docs/modules.md', () => {
  it('names every folder of src/', () => {
    const folders = sourcesOf('src').map(file => `${dirname(file)}/`)
    expect([...new Set(folders)].filter(folder => !page('docs/modules.md').includes(`\`${folder}\``))).toEqual([])
  })

  it('has the layers that are kept', () => {
    const rule = readFileSync(join(ROOT, 'test/unit/imports.test.ts'), 'utf8')
    const [, table = ''] = /LAYERS[^=]*= \[\n([\s\S]*?)\n\]\n/.exec(rule) ?? []
    const kept = [...table.matchAll(/\[([^[\]]*)\]/g)].map(([, layer = '']) => namesIn(layer))
    const told = fencesIn(page('docs/modules.md')).find(({ language }) => language === 'layers')?.text ?? ''
    expect(kept.length).toBeGreaterThan(10)
    expect(told.trim().split('\n').map(namesIn)).toEqual(kept)
  })

  const namesIn = (text: string): string[] => (text.match(/[\w./-]+/g) ?? []).sort()
})

/** Words in capitals that are fields in files, a setting of another program, and a name that is meant to be wrong. */
const NO_SETTINGS = [
  ...['BPM_DECIMAL', 'SOURCE_CODEC', 'SOURCE_BITRATE', 'SOURCE_CUTOFF', 'SOURCE_QUALITY'],
  ...['ANTHROPIC_API_KEY', 'TRAKS_DB_ID'],
]

class Accepted extends Error {}

/** Why the parser does not take a line; nothing is run. */
async function refusalOf(words: readonly string[]): Promise<string | undefined> {
  const parser = newParser(words)
    .exitProcess(false)
    .middleware(() => {
      throw new Accepted()
    })
  try {
    await parser.parseAsync()
    return 'the parser says neither yes nor no'
  } catch (error) {
    return error instanceof Accepted ? undefined : messageOf(error)
  }
}

const isTooFew = (why: string) => why === TOO_FEW || why.startsWith('workspace expects one of')

async function allFlags(): Promise<Set<string>> {
  const names = (help: string) => [...help.matchAll(/^ *orchestrator (\w+)/gm)].map(([, name = '']) => name)
  const commands = names(await newParser([]).getHelp())
  const below = [...(await newParser(['workspace']).getHelp()).matchAll(/^ *orchestrator workspace (\w+)/gm)]
  const helps = await Promise.all(
    [[], ...commands.map(name => [name]), ...below.map(([, name = '']) => ['workspace', name])].map(words =>
      newParser(words).getHelp(),
    ),
  )
  return new Set(helps.flatMap(help => help.match(/--[a-z][a-z-]*/g) ?? []))
}

/** Its parts stand near each other and in this order; `…` is what the program fills in. */
function isSaidIn(source: string, message: string): boolean {
  const parts = message
    .split('…')
    .map(part => part.trim())
    .filter(Boolean)
  const pattern = parts.map(part => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[\\s\\S]{1,160}?')
  return new RegExp(pattern).test(source)
}

const sourcesOf = (dir: string): string[] =>
  readdirSync(join(ROOT, dir), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(ts|js)$/.test(name))
    .map(name => `${dir}/${name}`)
