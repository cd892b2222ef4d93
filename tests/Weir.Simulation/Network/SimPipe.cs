// One direction of a connection: the sender's buffer, what is on the way, and the receiver's buffer. Owned by its two sockets.
namespace Weir.Simulation.Network;

/// <summary>Carries bytes in order from one socket to the other, in segments, under the receiver's window.</summary>
internal sealed class SimPipe
{
    private readonly SimNetwork _network;
    private readonly FaultProfile _profile;
    private readonly SimSocket _from;
    private readonly SimSocket _to;
    private readonly ByteQueue _unsent = new();
    private readonly ByteQueue _received = new();
    private readonly int _sendBytes;
    private readonly int _receiveBytes;
    private int _inFlight;
    private int _unacknowledged;
    private int _epoch;
    private long _lastArrivalUs;
    private bool _finWanted;
    private bool _finSent;
    private bool _isBroken;
    private bool _isStopped;
    private bool _isDeaf;
    private bool _hasLostBytes;
    private bool _isLost;
    private bool _writerWaits;
    private bool _windowUpdateDue;
    private SimEvent? _giveUp;

    public SimPipe(SimNetwork network, FaultProfile profile, SimSocket from, SimSocket to)
    {
        _network = network;
        _profile = profile;
        _from = from;
        _to = to;
        _sendBytes = network.Rng.Scaled(profile.MinBufferBytes, profile.MaxBufferBytes);
        _receiveBytes = network.Rng.Scaled(profile.MinBufferBytes, profile.MaxBufferBytes);
    }

    /// <summary>Bytes that the receiver can read now.</summary>
    public int Unread => _received.Count;

    /// <summary>The sender's FIN came; an end of stream once <see cref="Unread"/> is 0.</summary>
    public bool FinArrived { get; private set; }

    /// <summary>When the last bytes came.</summary>
    public long LastArrivedUs { get; private set; }

    /// <summary>True when the receiver has acknowledged every byte.</summary>
    public bool IsDrained => _unsent.Count == 0 && _unacknowledged == 0 && !_hasLostBytes;

    /// <summary>Bytes that set out so far; faults by byte count look at it.</summary>
    public long BytesMoved { get; private set; }

    /// <summary>Takes as many bytes as there is room for, or fewer. After a short write the sender is told when to try again.</summary>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        int room = _sendBytes - _unsent.Count - _unacknowledged;
        int taken = int.Min(room, bytes.Length);
        if (taken > 1 && _network.Rng.Chance(_profile.PartialWriteProbability))
        {
            taken = _network.Rng.Scaled(1, taken);
        }

        if (taken > 0)
        {
            _unsent.Append(bytes[..taken]);
            Transmit();
            if (_isLost)
            {
                ArmGiveUp();
            }
        }

        if (taken < bytes.Length)
        {
            _writerWaits = true;
            if (taken < room)
            {
                _network.After(_profile.DrawDelayUs(_network.Rng), TellWriter);
            }
        }

        return int.Max(0, taken);
    }

    /// <summary>Reads what has arrived, or less.</summary>
    public int Read(Span<byte> destination)
    {
        int count = int.Min(destination.Length, Unread);
        if (count > 1 && _network.Rng.Chance(_profile.PartialReadProbability))
        {
            count = _network.Rng.Scaled(1, count);
        }

        _received.TakeInto(destination[..count]);
        OpenWindow();
        return count;
    }

    /// <summary>FIN after all bytes.</summary>
    public void Finish()
    {
        _finWanted = true;
        Transmit();
    }

    /// <summary>The connection is dead: nothing is sent or arrives any more. What was received stays readable.</summary>
    public void Break()
    {
        _hasLostBytes |= !IsDrained;
        _isBroken = true;
        _unsent.Clear();
        _giveUp?.Cancel();
    }

    /// <summary>The sender has reset: nothing more sets out, but what is on the way arrives.</summary>
    public void StopSending()
    {
        _hasLostBytes |= !IsDrained;
        _isStopped = true;
        _unsent.Clear();
        _giveUp?.Cancel();
    }

    /// <summary>The receiver has reset: what arrives is thrown away without an answer, its RST being on the way.</summary>
    public void Deafen()
    {
        _isDeaf = true;
        _received.Clear();
    }

    /// <summary>What is on the way never arrives.</summary>
    public void DropInFlight()
    {
        _epoch++;
        _inFlight = 0;
    }

    /// <summary>What was received and not read is gone.</summary>
    public void DropUnread() => _received.Clear();

    /// <summary>From now on nothing gets through, silently.</summary>
    public void Lose()
    {
        _isLost = true;
        if (!IsDrained || _finWanted)
        {
            ArmGiveUp();
        }
    }

    /// <summary>When something that sets out now arrives: never before what set out earlier.</summary>
    public long NextArrivalUs()
    {
        long us = _network.Clock.NowUs + _profile.DrawDelayUs(_network.Rng);
        return _lastArrivalUs = long.Max(_lastArrivalUs, us);
    }

    private void Transmit()
    {
        while (!_isBroken && !_isStopped && _unsent.Count > 0)
        {
            int window = _receiveBytes - _received.Count - _inFlight;
            int wanted = int.Min(_unsent.Count, _profile.MaxSegmentBytes);
            if (window < int.Min(wanted, (_receiveBytes + 1) / 2))
            {
                return; // silly windows are not worth a segment (RFC 9293 §3.8.6.2)
            }

            int most = int.Min(wanted, window);

            bool isWhole = _profile.MaxSegmentBytes >= FaultProfile.None.MaxSegmentBytes;
            SetOut(new byte[isWhole ? most : _network.Rng.Scaled(1, most)]);
        }

        if (_finWanted && !_finSent && !_isBroken && !_isStopped)
        {
            _finSent = true;
            int epoch = _epoch;
            _network.At(NextArrivalUs(), () => ArriveFin(epoch));
        }
    }

    private void SetOut(byte[] segment)
    {
        _unsent.TakeInto(segment);
        _inFlight += segment.Length;
        _unacknowledged += segment.Length;
        BytesMoved += segment.Length;
        int epoch = _epoch;
        _network.At(NextArrivalUs(), () => Arrive(segment, epoch));
        _from.OnMoved();
    }

    private void Arrive(byte[] segment, int epoch)
    {
        if (_isBroken || _isDeaf || epoch != _epoch)
        {
            return;
        }

        if (_isLost)
        {
            ArmGiveUp();
            return;
        }

        _inFlight -= segment.Length;
        if (_to.IsClosed)
        {
            _network.Note("data meets a closed socket", _to.Id, segment.Length);
            _to.SendReset();
            return;
        }

        _received.Append(segment);
        LastArrivedUs = _network.Clock.NowUs;
        _network.Note("arrive", _to.Id, segment.Length, _received.Count);
        _network.After(_profile.DrawDelayUs(_network.Rng), () => Acknowledge(segment.Length));
        _to.TellReadable();
    }

    private void ArriveFin(int epoch)
    {
        if (epoch != _epoch || _isDeaf)
        {
            return;
        }

        if (_isLost)
        {
            ArmGiveUp();
        }
        else if (!_isBroken && !_to.IsClosed)
        {
            _network.Note("fin", _to.Id);
            FinArrived = true;
            _to.TellReadable();
        }
    }

    private void Acknowledge(int count)
    {
        if (_isBroken || _isLost)
        {
            return;
        }

        _unacknowledged -= count;
        TellWriter();
    }

    private void TellWriter()
    {
        if (_writerWaits && !_isBroken)
        {
            _writerWaits = false;
            _from.TellWritable();
        }
    }

    private void OpenWindow()
    {
        if (_windowUpdateDue || _unsent.Count == 0 || _isBroken || _isLost)
        {
            return;
        }

        _windowUpdateDue = true;
        long stallUs = 0;
        if (_network.Rng.Chance(_profile.WindowStallProbability))
        {
            stallUs = _network.Rng.Between(0, _profile.WindowStallMaxUs);
            _network.Note("window stalls", _to.Id, stallUs);
        }

        _network.After(
            stallUs + _profile.DrawDelayUs(_network.Rng),
            () =>
            {
                _windowUpdateDue = false;
                Transmit();
            }
        );
    }

    // tcp(7), tcp_retries2: a sender whose bytes nobody acknowledges learns it after a quarter of an hour.
    private void ArmGiveUp()
    {
        if (!_isBroken && !_from.IsClosed && _giveUp is not { IsPending: true })
        {
            _giveUp = _network.After(SimNetwork.RetransmitGiveUpUs, _from.GiveUp);
        }
    }
}
