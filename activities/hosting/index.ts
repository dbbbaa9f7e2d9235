export { askBucket } from './ask-bucket.ts';
export { type HostedFile, type HostedLink, HostTrouble, type MediaHost } from './media-host.ts';
export type { S3Options } from './s3-bucket.ts';
export { s3Host } from './s3-host.ts';
export { simulatorHost } from './simulator-host.ts';
