SELECT 'a;''b' /* ; /* ; */ ; */; -- ;
SELECT $x$;$$;$y$;$x$, E'\';' 
 '\';', U&"a;";;; SELECT 1