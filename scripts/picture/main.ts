/** Draws docs/timeline.svg from what the oversight desk answers about a played scenario: `npm run picture`. */
import { writeFileSync } from 'node:fs';
import { PICTURE, timelinePicture } from './timeline.picture.ts';

writeFileSync(PICTURE, await timelinePicture());
