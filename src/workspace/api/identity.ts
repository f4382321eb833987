// Who the local workspace says it is: its one connection, its one person. The same in every file, so ids in logs compare.

export const BOT_ID = 'b0700000-0000-8000-8000-000000000001'
export const PERSON_ID = 'b0700000-0000-8000-8000-000000000002'
const WORKSPACE_ID = 'b0700000-0000-8000-8000-000000000003'
export const INTEGRATION_NAME = 'Local workspace'

const MAX_UPLOAD = 5 * 1024 ** 3

export const BOT = {
  object: 'user',
  id: BOT_ID,
  name: INTEGRATION_NAME,
  avatar_url: null,
  type: 'bot',
  bot: {
    owner: { type: 'workspace', workspace: true },
    workspace_name: INTEGRATION_NAME,
    workspace_id: WORKSPACE_ID,
    workspace_limits: { max_file_upload_size_in_bytes: MAX_UPLOAD },
  },
}

export const PERSON = {
  object: 'user',
  id: PERSON_ID,
  name: 'You',
  avatar_url: null,
  type: 'person',
  person: { email: 'you@localhost', email_verified: true },
}

export const partialBot = () => ({ object: 'user', id: BOT_ID })
