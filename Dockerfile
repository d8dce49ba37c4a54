# The image is pinned by its digest; renew both lines together.
# Not yet built: there is no container engine where this was written.
# The image holds Node and what `npm pack` holds; the package has no dependencies at run time.
FROM node:22-alpine@sha256:8094c002d08262dba12645a3b4a15cd6cd627d30bc782f53229a2ec13ee22a00 AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run -s build \
  && npm pack --ignore-scripts --silent --pack-destination /tmp \
  && mkdir /out \
  && tar -xzf /tmp/cowork-3p-*.tgz -C /out

FROM node:22-alpine@sha256:8094c002d08262dba12645a3b4a15cd6cd627d30bc782f53229a2ec13ee22a00
LABEL org.opencontainers.image.title="cowork-3p" \
  org.opencontainers.image.description="Author, validate, test and deploy the managed configuration of Claude Desktop on third-party inference. Unofficial." \
  org.opencontainers.image.licenses="MIT"
COPY --from=build /out/package /opt/cowork-3p
# CI systems that start a shell in the container find the command on the PATH.
RUN ln -s /opt/cowork-3p/bin/cowork-3p.js /usr/local/bin/cowork-3p && chmod 755 /opt/cowork-3p/bin/cowork-3p.js
USER node
WORKDIR /work
ENTRYPOINT ["cowork-3p"]
CMD ["--help"]
