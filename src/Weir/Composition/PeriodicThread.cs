// A named thread that does one thing again and again: the health monitor's turns, the timeout manager's scans.
namespace Weir.Composition;

/// <summary>Calls its turn until disposed; the turn itself waits as long as it wants to, at most about a second.</summary>
internal sealed class PeriodicThread : IDisposable
{
    private readonly Thread _thread;
    private readonly Action<string> _onDefect;
    private readonly Action _turn;
    private readonly Action _wake;
    private volatile bool _stopping;

    public PeriodicThread(string name, Action turn, Action<string> onDefect, Action? wake = null)
    {
        _turn = turn;
        _onDefect = onDefect;
        _wake = wake ?? (static () => { });
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _stopping = true;
        _wake();
        _thread.Join();
    }

    private void Run()
    {
        try
        {
            while (!_stopping)
            {
                _turn();
            }
        }
        catch (Exception defect)
        {
            _onDefect(defect.ToString());
        }
    }
}
