/** What a site may be called in addresses: lower-case letters, digits, hyphens. */
export const siteNamePattern = '^[a-z0-9][a-z0-9-]{0,62}$'
