import type { BetterAuthOptions } from 'better-auth/minimal'

const times = { createdAt: 'created_at', updatedAt: 'updated_at' } as const

/** What better-auth calls its tables and columns → ours. */
export const authTables = {
  user: { modelName: 'account', fields: { emailVerified: 'email_verified', ...times } },
  account: {
    modelName: 'account_credential',
    fields: {
      userId: 'account_id',
      providerId: 'provider',
      accountId: 'subject',
      password: 'password_hash',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      ...times,
    },
  },
  session: {
    modelName: 'account_session',
    fields: {
      token: 'token_hash',
      userId: 'account_id',
      ipAddress: 'address',
      userAgent: 'browser',
      expiresAt: 'expires_at',
      createdAt: 'created_at',
      updatedAt: 'seen_at',
    },
    additionalFields: {
      organisationId: { type: 'string', required: true, input: false, fieldName: 'organisation_id' },
    },
  },
  verification: { modelName: 'account_code', fields: { expiresAt: 'expires_at', ...times } },
} as const satisfies Pick<BetterAuthOptions, 'user' | 'account' | 'session' | 'verification'>
