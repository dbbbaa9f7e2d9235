/** A file as it is published: by its sha256, so that the same bytes are there once. */
export type HostedFile = {
  readonly sha256: string;
  /** Absolute; on this machine. */
  readonly path: string;
  readonly bytes: number;
  /** `jpg`, `mp4`, …: decides name and content type, since vendors look at both. */
  readonly kind: string;
};

/** A link that anybody can fetch until then. It may be signed: it belongs into the wire body and nowhere else. */
export type HostedLink = { readonly url: string; readonly validUntilMs: number };

/** Where files are put so that the vendor can fetch them. Rejects with a HostTrouble and nothing else. */
export type MediaHost = {
  /** Names the place in the store's index: another bucket is another host. */
  readonly id: string;
  /** Safe to repeat: the same bytes under the same name. */
  put(file: HostedFile): Promise<void>;
  has(file: HostedFile): Promise<boolean>;
  /** A fresh link each time. */
  link(file: HostedFile): Promise<HostedLink>;
};

/** Why a media host did not serve. refused: keys, bucket or rights, a person must act; unreachable: again later. */
export class HostTrouble extends Error {
  override readonly name = 'HostTrouble';
  readonly kind: 'refused' | 'unreachable';

  constructor(kind: 'refused' | 'unreachable', message: string) {
    super(message);
    this.kind = kind;
  }
}

const CONTENT_TYPES: { readonly [kind: string]: string } = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
};

export function contentTypeOf({ kind }: Pick<HostedFile, 'kind'>): string {
  return CONTENT_TYPES[kind] ?? 'application/octet-stream';
}
