// The connections of a web server beside the data plane: few, and never so many silent ones that nobody else gets an answer.
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Weir.Admin;

/// <summary>Holds at most <paramref name="limit"/> connections. One more takes the place of the one that has been without a request for
/// the longest, so that whoever asks gets an answer however many connections say nothing. Thread-safe.</summary>
internal sealed class ConnectionTable(int limit)
{
    private readonly Lock _lock = new();
    private readonly HashSet<Place> _places = [];
    private long _clock;

    /// <summary>Around a connection, for its whole life.</summary>
    public async Task InvokeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        Place place = Enter(connection);
        connection.Features.Set(place);
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(place);
        }
    }

    /// <summary>Around a request: meanwhile its connection is not idle.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        Place? place = context.Features.Get<Place>();
        Mark(place, +1);
        try
        {
            await next(context);
        }
        finally
        {
            Mark(place, -1);
        }
    }

    private Place Enter(ConnectionContext connection)
    {
        Place? evicted = null;
        Place place;
        lock (_lock)
        {
            if (_places.Count >= limit)
            {
                evicted = _places.MinBy(p => (p.Requests > 0, p.Since))!; // a full table has a smallest one
                _places.Remove(evicted);
            }

            place = new Place(connection, ++_clock);
            _places.Add(place);
        }

        evicted?.Connection.Abort(
            new ConnectionAbortedException("its place was needed for another connection")
        );
        return place;
    }

    private void Leave(Place place)
    {
        lock (_lock)
        {
            _places.Remove(place);
        }
    }

    private void Mark(Place? place, int change)
    {
        if (place is not null)
        {
            lock (_lock)
            {
                place.Requests += change;
                place.Since = ++_clock;
            }
        }
    }

    private sealed class Place(ConnectionContext connection, long since)
    {
        public ConnectionContext Connection { get; } = connection;

        /// <summary>Requests under way.</summary>
        public int Requests { get; set; }

        /// <summary>When one began or ended last, or when it was accepted; counts events.</summary>
        public long Since { get; set; } = since;
    }
}
