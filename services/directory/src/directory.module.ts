import { Module } from '@nestjs/common';
import { CapacityCommands } from './capacity/capacity.commands.js';
import { CapacityController } from './capacity/capacity.controller.js';
import { HsdsExportController } from './hsds-export/hsds-export.controller.js';
import { HsdsExportProjection } from './hsds-export/hsds-export.projection.js';
import { ImportCommands } from './import/import.commands.js';
import { ImportController } from './import/import.controller.js';
import { ImportProjection } from './import/import.projection.js';
import { ListingCommands } from './listing/listing.commands.js';
import { ListingController } from './listing/listing.controller.js';
import { ListingProjection } from './listing/listing.projection.js';
import { SearchController } from './search/search.controller.js';
import { SearchProjection } from './search/search.projection.js';

/** Everything that the directory is made of. */
@Module({
  controllers: [ImportController, SearchController, ListingController, CapacityController, HsdsExportController],
  providers: [ImportCommands, ImportProjection, SearchProjection, ListingCommands, ListingProjection, CapacityCommands, HsdsExportProjection],
})
export class DirectoryModule {}
