/** Every run of white space as one space; a single space, as most are, is left as it stands. */
export const oneSpace = (text: string): string => text.replaceAll(/\s{2,}|[^\S ]/g, ' ')
