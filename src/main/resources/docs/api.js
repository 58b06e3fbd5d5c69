// The file is this node's own; nothing is asked of other servers.
window.SwaggerUIBundle({
  url: '/openapi/rookery.yaml',
  dom_id: '#api',
  deepLinking: true,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: false,
});
