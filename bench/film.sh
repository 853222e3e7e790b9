#!/bin/sh
# Makes the sample site's film with ffmpeg (Debian: apt-get install ffmpeg): the
# radio telescope of its own photo, listening to two pulsars. Their clicks are
# computed: B0329+54 turns once in 0.7145 s, the Crab pulsar 29.6 times a second.
# One of its frames stands for it. Both are committed, so this need only run when
# they change.
set -eu
cd "$(dirname "$0")/../content/events/changji/radio-telescope"
slow='exp(-55*mod(t,0.7145))*sin(2*PI*190*t)'
fast='0.6*exp(-130*mod(t,0.03379))*sin(2*PI*260*t)'
ffmpeg -hide_banner -loglevel error -y -loop 1 -framerate 12 -i dish.jpg \
	-f lavfi -i "aevalsrc='if(lt(t,7),$slow,if(lt(t,8),0,$fast))':s=22050:d=14" \
	-filter_complex '[0]scale=640:-2,eq=brightness=-0.08[dish];[1]asplit[out][in];
		[in]showwaves=s=640x120:mode=cline:rate=12:colors=0xffb740:scale=sqrt[wave];
		[dish][wave]overlay=0:H-h-24:shortest=1,format=yuv420p[film]' \
	-map '[film]' -map '[out]' -c:v libx264 -preset veryslow -crf 33 -tune stillimage -c:a aac -b:a 40k -ac 1 \
	-map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact -movflags +faststart -t 14 pulsars.mp4
ffmpeg -hide_banner -loglevel error -y -ss 10 -i pulsars.mp4 -frames:v 1 -q:v 4 -fflags +bitexact -flags:v +bitexact pulsars.jpg
