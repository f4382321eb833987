// Settings of the program's own listeners: webhooks, and what watches over it.

import { z } from 'zod'
import { text } from './setting-kinds.ts'

const PORT = 'expected a port from 1 to 65535'
const LEAST_TOKEN = 16

const port = () => z.coerce.number(PORT).int(PORT).min(1, PORT).max(65_535, PORT).optional()
const token = () => text().min(LEAST_TOKEN, `expected at least ${LEAST_TOKEN} characters`).optional()

export const WEB_SETTINGS = {
  WEBHOOK_PORT: port().meta({
    description: 'Port on this machine where the loop takes webhooks in (docs/webhooks.md); absent: none',
  }),
  DASHBOARD_PORT: port().meta({
    description:
      'Port on this machine where the loop shows its dashboard (docs/dashboard.md) and answers `/livez`, `/readyz` and `/metrics`; absent: none',
  }),
  WEBHOOK_TOKEN: token().meta({
    description: 'What whoever posts to `/webhook/music-workflow` must know; absent: nobody may',
    secret: true,
  }),
  NOTION_WEBHOOK_SECRET: text()
    .transform(words => words.split(',').flatMap(word => word.trim() || []))
    .optional()
    .meta({
      description:
        'Verification token of Notion’s webhook, several with commas; absent: the one that `orchestrator serve --arm-webhook` took in',
      secret: true,
    }),
  DASHBOARD_TOKEN: token().meta({
    description:
      'What all on `DASHBOARD_PORT` but `/livez` asks for, as a bearer token or once in a browser; absent: whoever is on this machine may look, and nobody may order anything',
    secret: true,
  }),
}
