# Answers the laws' words, a line each by TCP; tells every peer by UDP, each 50 ms, that it is there.
# Usage: beacon.pl NAME ADDRESS PEER_ADDRESS=PEER_NAME …
use strict;
use warnings;
use IO::Handle;
use IO::Select;
use IO::Socket::INET;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

my ($name, $address, @peers) = @ARGV;
my %name_of = map { split /=/ } @peers;
my $file = '/var/lib/specimen';
my %heard;

my $server = IO::Socket::INET->new(LocalAddr => $address, LocalPort => 7000, Listen => 64, ReuseAddr => 1) or die $!;
my $beacons = IO::Socket::INET->new(LocalAddr => $address, LocalPort => 7001, Proto => 'udp') or die $!;
my $select = IO::Select->new($server, $beacons);
STDOUT->autoflush(1);
print "$name listens\n";

sub keep {
    my ($value) = @_;
    open(my $out, '>', "$file.new") or die $!;
    print $out $value;
    $out->flush && $out->sync or die $!;
    close($out);
    rename("$file.new", $file) or die $!;
}

sub kept {
    open(my $in, '<', $file) or return 'null';
    return <$in>;
}

sub answer {
    my ($word, $value) = split / /, shift;
    if ($word eq 'write') { keep($value); return 'null' }
    if ($word eq 'read') { return kept() }
    if ($word eq 'heard') { return '{' . join(',', map { "\"$_\":$heard{$_}" } keys %heard) . '}' }
    if ($word eq 'time') { return time() . '000' }
    exit 1;
}

my $next = 0;
while (1) {
    my $now = clock_gettime(CLOCK_MONOTONIC);
    if ($now >= $next) {
        $beacons->send('here', 0, pack_sockaddr_in(7001, inet_aton($_))) for keys %name_of;
        $next = $now + 0.05;
    }
    for my $ready ($select->can_read($next - $now > 0 ? $next - $now : 0)) {
        if ($ready == $server) {
            my $client = $server->accept or next;
            $select->add($client);
        } elsif ($ready == $beacons) {
            $beacons->recv(my $datagram, 16);
            my $from = $name_of{$beacons->peerhost};
            $heard{$from}++ if $from;
        } elsif (defined(my $line = <$ready>)) {
            chomp $line;
            print $ready answer($line) . "\n";
            $ready->flush;
        } else {
            $select->remove($ready);
            close($ready);
        }
    }
}
