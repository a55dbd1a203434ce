// What tests of the whole may use: the gateway in their own process.
export { startGateway, type GatewaySettings, type RunningGateway } from './gateway.js'
export { supergraphText } from './supergraph-file.js'
