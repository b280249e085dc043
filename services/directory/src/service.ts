import { defineService } from '@hhp/service-host';
import { DirectoryModule } from './directory.module.js';
import { CreateDirectory1764000000000 } from './migrations/1764000000000-create-directory.js';
import { directorySettings } from './settings.js';

/** The directory says what it lists and listens to nobody. */
export const directoryService = defineService({
  name: 'directory',
  module: DirectoryModule,
  migrations: [CreateDirectory1764000000000],
  settings: directorySettings,
});
