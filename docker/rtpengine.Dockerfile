# The media relay, from Debian's package: no kernel module is needed.
FROM debian:bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends rtpengine-daemon \
  && rm -rf /var/lib/apt/lists/*
COPY docker/rtpengine.conf /etc/rtpengine/tandem.conf
USER nobody
EXPOSE 2223 30000-30999/udp
CMD ["rtpengine", "--config-file=/etc/rtpengine/tandem.conf", "--config-section=rtpengine"]
