/** What a site may be called in addresses: lower-case letters, digits, hyphens, underscores. */
export const siteNamePattern = '^[a-z0-9][a-z0-9_-]{0,62}$'
