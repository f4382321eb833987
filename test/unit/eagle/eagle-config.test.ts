import { expect, it } from 'vitest'
import { loadConfig, secretsOf } from '../../../src/config.ts'
import { eagleConfig } from '../../../src/eagle/eagle-config.ts'

const load = (environment: Record<string, string>) => loadConfig({ varDir: '/tmp/orchestrator-test', environment })

const AT_NOTION = { NOTION_TOKEN: 'ntn_secret', AGENT_TASKS_DB_ID: 'a'.repeat(32), TRACKS_DB_ID: 'b'.repeat(32) }

it('without a word it is used where it is found, but for the demo, where nothing is set up', () => {
  expect(eagleConfig(load({})).mode).toBe('false')
  expect(eagleConfig(load({ EAGLE_ENABLED: 'true' })).mode).toBe('true')
  expect(eagleConfig(load(AT_NOTION))).toEqual({
    mode: 'auto',
    url: 'http://127.0.0.1:41595',
    token: undefined,
    library: undefined,
  })
})

it('takes what is set, and the token is a secret', () => {
  const config = load({
    EAGLE_ENABLED: 'True',
    EAGLE_URL: 'http://[::1]:4000/',
    EAGLE_TOKEN: 'secret-42',
    EAGLE_LIBRARY: 'Music',
  })
  expect(eagleConfig(config)).toEqual({ mode: 'true', url: 'http://[::1]:4000/', token: 'secret-42', library: 'Music' })
  expect(secretsOf(config)).toContain('secret-42')
})

it.each([
  'https://127.0.0.1:41595',
  'http://example.org:41595',
  'http://127.0.0.1.example.org:41595',
  'http://0.0.0.0:41595',
  'http://localhost:41595/?token=secret-42',
  'http://user@localhost:41595',
  'localhost',
])('%s is no address of this machine', url => {
  expect(() => load({ EAGLE_URL: url })).toThrow(/^EAGLE_URL is ".*": expected an address of this machine/)
})
