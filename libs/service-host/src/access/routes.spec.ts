import { Body, Controller, Get, type INestApplicationContext, Module, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Access, PublicAccess } from './access.js';
import { AccessUndeclared, mustBeDeclared, mustDeclareAccess, routesOf, uuidParamsOf } from './routes.js';

class Wanted { readonly words!: string; }
const rule = { roles: ['analyst'], relation: 'own-plan', purpose: 'operations', data: ['enrollment'] } as const;

@Controller('told')
class ToldController {
  @Get(':id/:other')
  @Access(rule)
  one(@Param('id', ParseUUIDPipe) id: string, @Param('other') other: string, @Query() wanted: Wanted): unknown { return [id, other, wanted]; }

  @Post() @PublicAccess('A test') two(@Body() wanted: Wanted): unknown { return wanted; }
  notARoute(): void { /* nothing leads here */ }
}
@Controller('silent')
class SilentController {
  @Get() one(): void { /* nobody said who may call it */ }
}
@Controller('whole')
@Access(rule)
class WholeController {
  @Get() one(): void { /* the controller says it */ }
}
@Module({ controllers: [ToldController, WholeController] })
class ToldModule {}
@Module({ imports: [ToldModule], controllers: [SilentController] })
class SilentModule {}

const started: INestApplicationContext[] = [];
async function routes(module: typeof ToldModule): Promise<ReturnType<typeof routesOf>> {
  const app = await NestFactory.createApplicationContext(module, { logger: false });
  started.push(app);
  return routesOf(app);
}
afterAll(() => Promise.all(started.map((app) => app.close())));

describe('the routes of a service', () => {
  it('are found with what they declare, on the method or on the whole controller', async () => {
    const found = await routes(ToldModule);
    expect(found.map((route) => [`${route.controller.name}.${route.method}`, route.verb, route.access?.roles, route.publicBecause])).toEqual([
      ['ToldController.one', 'get', ['analyst'], undefined],
      ['ToldController.two', 'post', undefined, 'A test'],
      ['WholeController.one', 'get', ['analyst'], undefined],
    ]);
    expect(found[0]!.arguments).toEqual(expect.arrayContaining([
      { kind: 'param', name: 'id', type: String, uuid: true },
      { kind: 'param', name: 'other', type: String, uuid: false },
      { kind: 'query', name: undefined, type: Wanted, uuid: false },
    ]));
    expect(() => { mustDeclareAccess(found); }).not.toThrow();
    expect(uuidParamsOf(ToldController, 'one')).toEqual(['id']);
  });
  it('keep the service from starting when one says neither who may call it nor that anybody may', async () => {
    const found = await routes(SilentModule);
    expect(() => { mustDeclareAccess(found); }).toThrow(new AccessUndeclared(found.filter(({ controller }) => controller === SilentController)));
    expect(() => { mustDeclareAccess(found); }).toThrow('Routes without @Access or @PublicAccess: SilentController.one.');
  });
  it('keep the service from starting when one is served that no controller declares', async () => {
    const found = await routes(ToldModule);
    expect(() => { mustBeDeclared(['GET /told/:id/:other', 'HEAD /told/:id/:other', 'POST /told', 'GET /docs', 'GET /docs-json', 'GET /docs/begin.js'], found); }).not.toThrow();
    for (const strange of ['GET /hidden', 'DELETE /told/:id/:other', 'POST /docs', 'GET /docs/../told', 'GET /docs-json/x']) {
      expect(() => { mustBeDeclared([strange], found); }).toThrow(`Routes that no controller declares: ${strange}.`);
    }
  });
});
