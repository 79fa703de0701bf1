/** Where else a page's people are: one address of the kind's own form each, so that a name never leads elsewhere. */
export const socialKinds = [
  'mastodon',
  'bluesky',
  'x',
  'linkedin',
  'github',
  'youtube',
  'facebook',
  'instagram',
] as const
export type SocialKind = (typeof socialKinds)[number]

export const social: Record<SocialKind, { name: string; form: RegExp; example: string }> = {
  mastodon: {
    name: 'Mastodon',
    form: /^https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+\/@[\w.-]{1,64}(?:@[a-z0-9.-]{1,253})?\/?$/i,
    example: 'https://mastodon.social/@acme',
  },
  bluesky: {
    name: 'Bluesky',
    form: /^https:\/\/bsky\.app\/profile\/[a-z0-9.:-]{3,253}\/?$/i,
    example: 'https://bsky.app/profile/acme.example',
  },
  x: { name: 'X', form: /^https:\/\/(?:www\.)?(?:x|twitter)\.com\/\w{1,15}\/?$/i, example: 'https://x.com/acme' },
  linkedin: {
    name: 'LinkedIn',
    form: /^https:\/\/(?:[a-z]{2,3}\.)?linkedin\.com\/(?:company|in|school|showcase)\/[\p{L}\p{N}%_.-]{1,100}\/?$/iu,
    example: 'https://www.linkedin.com/company/acme',
  },
  github: {
    name: 'GitHub',
    form: /^https:\/\/(?:www\.)?github\.com\/[a-z0-9](?:[a-z0-9-]{0,38})(?:\/[\w.-]{1,100})?\/?$/i,
    example: 'https://github.com/acme',
  },
  youtube: {
    name: 'YouTube',
    form: /^https:\/\/(?:www\.)?youtube\.com\/(?:@[\w.-]{1,60}|(?:channel|c|user)\/[\w-]{1,60})\/?$/i,
    example: 'https://www.youtube.com/@acme',
  },
  facebook: {
    name: 'Facebook',
    form: /^https:\/\/(?:www\.)?facebook\.com\/[\w.-]{1,60}\/?$/i,
    example: 'https://www.facebook.com/acme',
  },
  instagram: {
    name: 'Instagram',
    form: /^https:\/\/(?:www\.)?instagram\.com\/[\w.]{1,30}\/?$/i,
    example: 'https://www.instagram.com/acme',
  },
}

/** Whose address it is, by its form; Mastodon has no host of its own, so it comes last. */
export const kindOf = (url: string): SocialKind =>
  socialKinds.toReversed().find((kind) => social[kind].form.test(url)) ?? 'mastodon'
