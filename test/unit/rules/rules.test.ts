import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { ConfigFault } from '../../../src/errors.ts'
import type { Log } from '../../../src/log.ts'
import { classify } from '../../../src/model/classify/classify.ts'
import { openRules } from '../../../src/rules/rules.ts'

let dir: string
let said: string[]
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'orchestrator-rules-'))
  said = []
})

const log = { warn: (fields: { reason: string }) => void said.push(fields.reason) } as unknown as Log
const path = (name: string) => join(dir, name)
const write = (name: string, value: unknown) =>
  writeFile(path(name), typeof value === 'string' ? value : JSON.stringify(value))
const open = (isAsked = false) =>
  openRules(
    {
      classify: { path: path('classify.json'), isAsked },
      agents: { path: path('agents.json'), isAsked: false },
      handlers: ['playlist', 'music-sync', 'newsletter', 'agent-handoff'],
    },
    log,
  )
const handlerOf = (title: string, { rules } = open().now) => classify({ title }, rules)?.handler
const rule = (more: object) => ({ rules: [{ name: 'letters', handler: 'newsletter', any: ['newsletter'], ...more }] })

describe('a file of rules of one’s own', () => {
  it('is asked first, then the program’s own; its lists add to those there are', async () => {
    await write('classify.json', { ...rule({}), lists: { 'other things': ['harp'], songs: ['arias'] } })
    expect(handlerOf('Write the newsletter on the music sync')).toBe('newsletter')
    expect(handlerOf('Music sync')).toBe('music-sync')
    expect(handlerOf('Download the new arias')).toBe('music-sync')
    expect(handlerOf('Download tracks for harp')).toBe('agent-handoff')
  })

  it('may stand alone', async () => {
    await write('classify.json', { ...rule({}), shipped: false })
    expect(handlerOf('Music sync')).toBeUndefined()
    expect(handlerOf('A newsletter')).toBe('newsletter')
  })

  it('on trial moves nothing', async () => {
    await write('classify.json', { ...rule({ any: ['music sync'] }), shadow: true })
    const { now } = open()
    expect(handlerOf('Music sync', now)).toBe('music-sync')
    expect(classify({ title: 'Music sync' }, now.shadow ?? [])?.handler).toBe('newsletter')
  })

  it('on trial may stand beside the one that counts', async () => {
    await write('classify.json', rule({}))
    await write('classify.shadow.json', { shipped: false, rules: [] })
    const { now } = open()
    expect(handlerOf('A newsletter', now)).toBe('newsletter')
    expect(now.shadow).toEqual([])
  })

  it.each([
    ['{', /classify\.json: .*JSON/],
    [[], 'classify.json: the whole: Invalid input: expected object, received array'],
    [{ rules: [{ handler: 'x' }] }, 'classify.json: rules[0].name: Invalid input: expected string, received undefined'],
    [rule({ any: [] }), 'classify.json: the rule "letters", any: Too small: expected array to have >=1 items'],
    [rule({ in: ['status'] }), 'the rule "letters", in[0]: expected one of title, description, task type, next step'],
    [rule({ word: 'x' }), 'the rule "letters": Unrecognized key: "word"'],
    [rule({ any: ['<song>'] }), '"any" of the rule "letters": there is no list "song": expected one of lead, tail, '],
    [rule({ any: undefined }), 'the rule "letters" asks for nothing: expected "any" or "link"'],
    [
      rule({ handler: 'letter' }),
      'the rule "letters" names the handler "letter": expected one of playlist, music-sync',
    ],
    [{ rules: [...rule({}).rules, ...rule({}).rules] }, 'there are two rules "letters"'],
    [{ ...rule({}), lists: { x: ['!'] } }, undefined],
    [{ ...rule({ any: ['<x>'] }), lists: { x: ['!'] } }, '"!" in the list "x" is no word'],
  ])('%j: %s', async (value, message) => {
    await write('classify.json', value)
    if (message === undefined) expect(open).not.toThrow()
    else expect(open).toThrow(message)
    if (message !== undefined) expect(open).toThrow(ConfigFault)
  })

  it('that was named and is not there, or two on trial, are refused', async () => {
    expect(() => open(true)).toThrow(`there is no ${path('classify.json')}`)
    await write('classify.json', { shadow: true, rules: [] })
    await write('classify.shadow.json', { rules: [] })
    expect(open).toThrow('expected one of them')
  })
})

describe('agents.json', () => {
  const agents = [{ name: 'Ada' }, { name: 'Bob' }]
  it.each([
    [{ agents: [] }, 'agents.json: agents: Too small: expected array to have >=1 items'],
    [{ agents: [{ name: 'Ada', folder: '../x' }] }, 'the agent "Ada", folder: expected the name of a folder'],
    [{ agents: [{ name: 'Ada', pages: ['x'] }] }, 'the agent "Ada", pages[0]: expected 32 hex digits'],
    [{ agents: [{ name: 'Ada', command: [] }] }, 'the agent "Ada", command: expected a list of words'],
    [{ agents: [{ name: 'Ada', base: 'cloud' }] }, 'the agent "Ada" is in the cloud: expected "cloudDir"'],
    [{ agents: [{ name: 'Ada', capabilities: ['<x>'] }] }, '"capabilities" of the agent "Ada": there is no list "x"'],
    [{ agents: [...agents, { name: 'Ann', aliases: ['bob agent'] }] }, '"Bob" and "Ann" share a name'],
    [{ agents, default: 'Zoe' }, '"default" names "Zoe", which is no agent of the file'],
    [{ agents, rules: [{ name: 'r', agent: 'Zoe', any: ['x'] }] }, 'the rule "r" names "Zoe"'],
    [{ agents, fallbacks: [{ name: 'f', agent: 'Bob', any: [''] }] }, 'the fallback "f", any[0]'],
  ])('%j: %s', async (value, message) => {
    await write('agents.json', value)
    expect(open).toThrow(message)
  })
})

describe('while the program runs', () => {
  it('a changed file counts from the next look on', async () => {
    const rules = open()
    expect(handlerOf('A newsletter', rules.refresh())).toBeUndefined()
    await write('classify.json', rule({}))
    expect(handlerOf('A newsletter', rules.refresh())).toBe('newsletter')
    await write('classify.json', rule({ any: ['bulletin'] }))
    expect(handlerOf('A newsletter', rules.refresh())).toBeUndefined()
    expect(said).toEqual([])
  })

  it('a broken or vanished one is said once, and the last good rules stay', async () => {
    await write('classify.json', rule({}))
    const rules = open()
    await write('classify.json', '{ "rules": [')
    for (const _ of [1, 2, 3]) expect(handlerOf('A newsletter', rules.refresh())).toBe('newsletter')
    expect(said).toHaveLength(1)
    expect(said[0]).toContain(path('classify.json'))
    await write('classify.json', rule({}))
    rules.refresh()
    await rm(path('classify.json'))
    for (const _ of [1, 2]) expect(handlerOf('A newsletter', rules.refresh())).toBe('newsletter')
    expect(said).toHaveLength(2)
    expect(said[1]).toContain('is gone')
  })
})
