const none: readonly string[] = [];
const TOKEN = /^[!%'*+\-.\w`~]+$/;

/** The option tags of a Require, Proxy-Require or Supported header (RFC 3261 §19.2): lower case, without spaces. */
export const optionTags = (value: string | undefined): readonly string[] =>
  value === undefined
    ? none
    : value
        .toLowerCase()
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== '');

/** Whether each tag is a token and may be written into a header. */
export const areTokens = (tags: readonly string[]): boolean => tags.every((tag) => TOKEN.test(tag));
