import { expect, it } from 'vitest'
import { BOT_ID, PERSON_ID } from '../../../../src/workspace/api/identity.ts'
import { eventOf } from '../../../../src/workspace/switches/webhooks/event.ts'
import { signatureOf } from '../../../../src/workspace/switches/webhooks/subscription.ts'

const entity = { id: 'e', type: 'page' }
const event = (data: Record<string, unknown>) =>
  eventOf(
    { type: 'page.properties_updated', entity, authors: [BOT_ID, PERSON_ID], at: 1_751_620_125_607, data },
    { id: 'event', subscription: 'sub' },
  )

it('an event has the keys of Notion’s, in their order', () => {
  const parent = { id: 'd', type: 'database', data_source_id: 's' }
  expect(JSON.stringify(event({ updated_properties: ['tC%3B%3D'], parent }))).toBe(
    JSON.stringify({
      id: 'event',
      timestamp: '2025-07-04T09:08:45.607Z',
      workspace_id: 'b0700000-0000-8000-8000-000000000003',
      workspace_name: 'Local workspace',
      subscription_id: 'sub',
      integration_id: BOT_ID,
      type: 'page.properties_updated',
      authors: [
        { id: BOT_ID, type: 'bot' },
        { id: PERSON_ID, type: 'person' },
      ],
      attempt_number: 1,
      api_version: '2025-09-03',
      entity,
      data: { parent, updated_properties: ['tC%3B%3D'] },
    }),
  )
})

it.each([
  [
    { type: 'data_source_id', data_source_id: 's', database_id: 'd' },
    { id: 'd', type: 'database', data_source_id: 's' },
  ],
  [
    { type: 'page_id', page_id: 'p' },
    { id: 'p', type: 'page' },
  ],
  [
    { type: 'block_id', block_id: 'b' },
    { id: 'b', type: 'block' },
  ],
  [
    { type: 'workspace', workspace: true },
    { id: 'b0700000-0000-8000-8000-000000000003', type: 'space' },
  ],
  [{ type: 'space' }, { id: 'b0700000-0000-8000-8000-000000000003', type: 'space' }],
  [
    { id: 'p', type: 'page' },
    { id: 'p', type: 'page' },
  ],
])('the parent %j is told as %j', (parent, told) => {
  expect(event({ parent }).data).toEqual({ parent: told })
})

it('what has no parent is told without one', () => {
  expect(event({ x: 1 }).data).toEqual({ x: 1 })
})

it('a delivery is signed as in Notion’s documentation', () => {
  const token = 'secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl'
  expect(signatureOf(JSON.stringify({ verification_token: token }), token)).toBe(
    'sha256=461e8cbcba8a75c3edd866f0e71280f5a85cbf21eff040ebd10fe266df38a735',
  )
})
