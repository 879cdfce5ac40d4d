# docker build -t leadkit . && docker run --rm -v "$PWD/fair:/data" leadkit
FROM python:3.13-slim
COPY pyproject.toml README.md LICENSE NOTICE /src/
COPY docs/leadkit.1 /src/docs/
COPY rules /src/rules/
COPY examples /src/examples/
COPY leadkit /src/leadkit/
RUN pip install --no-cache-dir /src && rm -r /src
# the workspace lies outside; who runs it owns what it writes: --user "$(id -u):$(id -g)"
WORKDIR /data
ENTRYPOINT ["leadkit"]
CMD ["run", "."]
